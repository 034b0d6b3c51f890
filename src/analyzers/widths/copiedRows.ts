import { formatStep } from '../../model/format';
import { say } from '../../model/say';
import type { WidthRow } from '../../model/spectralReport';
import { groupName } from './groupName';

/** Significant digits from which on two equal ranks are no coincidence. */
const digits = 7;

/** A sentence for each pair of rows of different runs whose ranks agree to the last bit: one of them is a copy. */
export function copiedRows(rows: readonly WidthRow[]): readonly string[] {
  const first = new Map<string, WidthRow>();
  const sentences: string[] = [];
  for (const row of rows) {
    const key = fingerprint(row);
    if (key === undefined) continue;
    const other = first.get(key);
    if (!other) first.set(key, row);
    else if (other.run !== row.run) sentences.push(say`${nameOf(other)} and ${nameOf(row)} agree to the last bit: one of the two rows is a copy, and no law should be fitted to both.`);
  }
  return sentences;
}

/** Undefined where the numbers are too round to tell. */
function fingerprint({ softRank, hardRank, site }: WidthRow): string | undefined {
  const known = [softRank, hardRank].filter(Number.isFinite);
  const telling = known.reduce((sum, rank) => sum + significantDigits(rank), 0);
  return telling >= digits ? `${site} ${softRank} ${hardRank}` : undefined;
}

function significantDigits(value: number): number {
  return String(value).replace(/e.*$/, '').replace(/\D|^0+/g, '').replace(/^0+/, '').length;
}

function nameOf(row: WidthRow): string {
  return say`${row.run} (${groupName(row)}, width ${formatStep(row.width)})`;
}
