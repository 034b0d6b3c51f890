import { formatCount, formatStep } from '../../model/format';
import type { WidthRow } from '../../model/spectralReport';
import type { SpectrumSite } from '../../model/spectrum';
import { cellsOf, sniffDelimiter } from '../csvCells';
import { numberOf } from '../tolerantJson';

/** What a table says about ranks over widths. */
export interface WidthTable {
  readonly rows: readonly WidthRow[];
  /** Which rows were left out, and why. */
  readonly troubles: readonly string[];
}

/**
 * Rows of a table of ranks over FFN widths: long, with the columns metric and value (as the authors of the law publish it), or wide, with
 * a column for each rank. Errors are a sentence. Rows of other metrics are passed over.
 */
export function widthTable(text: string): WidthTable | string {
  const [header, ...lines] = linesOf(text);
  const delimiter = sniffDelimiter(header?.text ?? '');
  const columns = columnsOf(cellsOf(header?.text ?? '', delimiter));
  if (typeof columns === 'string') return columns;
  const rows = new Map<string, WidthRow>();
  const left: number[] = [];
  for (const { number, text: line } of lines) {
    const row = rowOf(cellsOf(line, delimiter), columns, number);
    if (row === 'unreadable') left.push(number);
    else if (row !== 'another metric') join(rows, row, number);
  }
  if (rows.size === 0) return 'The table has the columns of widths and ranks, but no row with both.';
  return { rows: [...rows.values()], troubles: left.length === 0 ? [] : [leftOut(left)] };
}

function rowOf(cells: readonly string[], columns: Columns, line: number): WidthRow | 'another metric' | 'unreadable' {
  const width = positiveIn(cells[columns.width]);
  const ranks = ranksOf(cells, columns);
  if (typeof ranks === 'string') return ranks;
  return typeof width === 'number' ? { ...placeOf(cells, columns, line), width, softRank: NaN, hardRank: NaN, ...ranks } : 'unreadable';
}

/** The two ranks of a run stand in two rows of a long table. */
function join(rows: Map<string, WidthRow>, row: WidthRow, line: number): void {
  const key = [row.group, row.site, row.run, row.width].join('\n');
  const known = rows.get(key);
  if (!known) rows.set(key, row);
  else if (isFree(known.softRank, row.softRank) && isFree(known.hardRank, row.hardRank)) {
    rows.set(key, { ...row, softRank: either(known.softRank, row.softRank), hardRank: either(known.hardRank, row.hardRank) });
  } else rows.set(`${key}\n${line}`, row);
}

function isFree(known: number, value: number): boolean {
  return !Number.isFinite(known) || !Number.isFinite(value);
}

function either(known: number, value: number): number {
  return Number.isFinite(value) ? value : known;
}

/** Lines that are not empty, with their numbers in the file. */
function linesOf(text: string): readonly { readonly number: number; readonly text: string }[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).map((line, i) => ({ number: i + 1, text: line })).filter((line) => line.text.trim() !== '');
}

function leftOut(lines: readonly number[]): string {
  const shown = lines.slice(0, mostShown).map(formatStep).join(', ');
  const more = lines.length > mostShown ? ` and ${formatStep(lines.length - mostShown)} more` : '';
  return `${formatCount(lines.length, 'row')} left out, for the width or a rank in it is no number above 0: ${lines.length === 1 ? 'line' : 'lines'} ${shown}${more} of the table.`;
}

const mostShown = 5;

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

type Ranks = Partial<Pick<WidthRow, 'softRank' | 'hardRank'>>;

function ranksOf(cells: readonly string[], { ranks }: Columns): Ranks | 'another metric' | 'unreadable' {
  if ('soft' in ranks) {
    const both = [positiveIn(cells[ranks.soft]), positiveIn(cells[ranks.hard])];
    if (both.includes('unreadable') || both.every((rank) => rank === 'empty')) return 'unreadable';
    const [softRank, hardRank] = both.map((rank) => (typeof rank === 'number' ? rank : NaN));
    return { softRank, hardRank };
  }
  const metric = (cells[ranks.metric] ?? '').toLowerCase();
  const measure = measures.find(({ pattern }) => pattern.test(metric));
  const value = positiveIn(cells[ranks.value]);
  if (!measure) return 'another metric';
  return typeof value === 'number' ? measure.ranks(value) : 'unreadable';
}

const measures: readonly { readonly pattern: RegExp; readonly ranks: (value: number) => Ranks }[] = [
  { pattern: /^soft_?rank/, ranks: (softRank) => ({ softRank }) },
  { pattern: /^hard_?rank|^participation_ratio$|^pr$/, ranks: (hardRank) => ({ hardRank }) },
  { pattern: /^spectral_entropy$|^se$/, ranks: (entropy) => ({ softRank: Math.exp(entropy) }) },
];

function positiveIn(cell: string | undefined): number | 'empty' | 'unreadable' {
  if (cell === undefined || cell.trim() === '') return 'empty';
  const value = numberOf(cell) ?? NaN;
  return value > 0 && value < Infinity ? value : 'unreadable';
}

function placeOf(cells: readonly string[], columns: Columns, line: number): Pick<WidthRow, 'group' | 'site' | 'run'> {
  const group = columns.traits.map((column) => cells[column] ?? '').filter((trait) => trait !== '' && trait !== 'global').join(' · ');
  const run = cells[columns.run] ?? '';
  return { group, site: siteOf(cells[columns.site]), run: run === '' ? `row ${line}` : run };
}

function siteOf(cell: string | undefined): SpectrumSite {
  return cell === 'pre' || cell === 'weight' ? cell : 'post';
}
