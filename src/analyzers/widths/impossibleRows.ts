import { formatCount, formatNumber, formatStep } from '../../model/format';
import { say } from '../../model/say';
import type { WidthRow } from '../../model/spectralReport';

/** Room for ranks that were rounded. */
const rounding = 1e-3;
const mostShown = 3;

/** Ranks as a spectrum can have them, 1 ≤ hard ≤ soft ≤ width, and a sentence about the rows whose ranks are not. */
export function possibleRows<R extends WidthRow>(rows: readonly R[]): { readonly rows: readonly R[]; readonly troubles: readonly string[] } {
  const impossible = rows.flatMap((row) => {
    const why = whyNot(row);
    return why === undefined ? [] : [{ row, why }];
  });
  if (impossible.length === 0) return { rows, troubles: [] };
  const refused = new Set<WidthRow>(impossible.map(({ row }) => row));
  const shown = impossible.slice(0, mostShown).map(({ row, why }) => say`${row.run} (width ${formatStep(row.width)}) has ${why}`);
  const more = impossible.length > mostShown ? [say`${formatStep(impossible.length - mostShown)} more`] : [];
  return {
    rows: rows.filter((row) => !refused.has(row)),
    troubles: [say`${formatCount(impossible.length, 'row')} left out, for no spectrum has such ranks: ${[...shown, ...more].join('; ')}.`],
  };
}

function whyNot({ softRank, hardRank, width }: WidthRow): string | undefined {
  const named = [[say`soft`, softRank], [say`hard`, hardRank]] as const;
  const wide = named.find(([, rank]) => rank > width * (1 + rounding));
  if (wide) return say`a ${wide[0]} rank of ${formatNumber(wide[1])}, more than its width`;
  const small = named.find(([, rank]) => rank < 1 - rounding);
  if (small) return say`a ${small[0]} rank of ${formatNumber(small[1])}, less than 1`;
  return hardRank > softRank * (1 + rounding) ? say`a hard rank of ${formatNumber(hardRank)} above its soft rank of ${formatNumber(softRank)}` : undefined;
}
