import type { WidthRow } from '../../model/spectralReport';
import type { SpectrumSite } from '../../model/spectrum';
import { cellsOf, sniffDelimiter } from '../csvCells';
import { numberOf } from '../tolerantJson';

/**
 * Rows of a table of ranks over FFN widths: long, with the columns metric and value (as the authors of the law publish it), or wide, with
 * a column for each rank. Errors are a sentence. Rows that name neither a width nor a rank are passed over.
 */
export function widthTable(text: string): readonly WidthRow[] | string {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const delimiter = sniffDelimiter(header);
  const columns = columnsOf(cellsOf(header, delimiter));
  if (typeof columns === 'string') return columns;
  const rows = new Map<string, WidthRow>();
  lines.forEach((line, i) => {
    const cells = cellsOf(line, delimiter);
    const width = numberOf(cells[columns.width]) ?? NaN;
    const ranks = ranksOf(cells, columns);
    if (!(width > 0) || Object.values(ranks).every((rank) => !(rank > 0))) return;
    const place = placeOf(cells, columns, i);
    // The two ranks of a run stand in two rows of a long table.
    const key = [place.group, place.site, place.run, width].join('\n');
    const known = rows.get(key);
    const free = known && Object.keys(ranks).every((rank) => !Number.isFinite(known[rank as keyof typeof ranks]));
    rows.set(known && !free ? `${key}\n${i}` : key, { ...place, width, softRank: NaN, hardRank: NaN, ...(free ? known : undefined), ...ranks });
  });
  return rows.size > 0 ? [...rows.values()] : 'The table has the columns of widths and ranks, but no row with both.';
}

interface Columns {
  readonly width: number;
  readonly run: number;
  readonly site: number;
  /** Columns that tell groups apart. */
  readonly traits: readonly number[];
  readonly ranks: { readonly metric: number; readonly value: number } | { readonly soft: number; readonly hard: number };
}

function columnsOf(header: readonly string[]): Columns | string {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[\s-]+/g, '_'));
  const find = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const width = find(/^(?:ffn_hidden_dim|ffn_(?:hidden_)?(?:width|size|dim)|intermediate_size|d_ff|dff|width|hidden_dim)$/);
  if (width < 0) return 'The table has no column of widths: name it width, ffn_hidden_dim or intermediate_size.';
  const [metric, value] = [find(/^metric$/), find(/^value$/)];
  const [soft, hard] = [find(/^soft_?rank(?:_post)?$/), find(/^hard_?rank(?:_post)?$/)];
  if ((metric < 0 || value < 0) && soft < 0 && hard < 0) return 'The table has no ranks: it needs the columns soft_rank and hard_rank, or metric and value.';
  return {
    width, run: find(/^(?:run_id|run|run_name|name|id)$/), site: find(/^site$/), traits: traitsIn(names),
    ranks: metric >= 0 && value >= 0 ? { metric, value } : { soft, hard },
  };
}

/** What tells groups apart; of several columns that say the same in other words the first counts. */
const traits: readonly (readonly string[])[] = [
  ['optimizer_display_name', 'optimizer_variant', 'optimizer'],
  ['model_name', 'model', 'model_scale'],
  ['normalisation', 'normalization', 'norm', 'norm_placement', 'architecture'],
  ['bucket', 'frequency_bucket'],
];

function traitsIn(names: readonly string[]): readonly number[] {
  return traits.flatMap((words) => {
    const word = words.find((each) => names.includes(each));
    return word === undefined ? [] : [names.indexOf(word)];
  });
}

function ranksOf(cells: readonly string[], { ranks }: Columns): Partial<Pick<WidthRow, 'softRank' | 'hardRank'>> {
  if ('soft' in ranks) return { softRank: numberOf(cells[ranks.soft]) ?? NaN, hardRank: numberOf(cells[ranks.hard]) ?? NaN };
  const value = numberOf(cells[ranks.value]) ?? NaN;
  const metric = (cells[ranks.metric] ?? '').toLowerCase();
  if (/^soft_?rank/.test(metric)) return { softRank: value };
  if (/^hard_?rank|^participation_ratio$|^pr$/.test(metric)) return { hardRank: value };
  return /^spectral_entropy$|^se$/.test(metric) ? { softRank: Math.exp(value) } : {};
}

function placeOf(cells: readonly string[], columns: Columns, row: number): Pick<WidthRow, 'group' | 'site' | 'run'> {
  const group = columns.traits.map((column) => cells[column] ?? '').filter((trait) => trait !== '' && trait !== 'global').join(' · ');
  const run = cells[columns.run] ?? '';
  return { group, site: siteOf(cells[columns.site]), run: run === '' ? `row ${row + 2}` : run };
}

function siteOf(cell: string | undefined): SpectrumSite {
  return cell === 'pre' || cell === 'weight' ? cell : 'post';
}
