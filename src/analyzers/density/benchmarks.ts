import { say } from '../../model/say';
import type { Table, TableColumn } from '../../model/table';
import { columnNames } from '../../model/table';

/** Scores of the rows of a table on one benchmark, as shares from 0 to 1; NaN where there is none. */
export interface BenchmarkScores {
  readonly benchmark: string;
  /** Name of the column. */
  readonly column: string;
  readonly scores: Float64Array;
}

/** Scores of a table on the benchmarks that it has, one column for each; a sentence about scores that cannot be read. */
export function benchmarkScores(table: Table, only?: string): readonly BenchmarkScores[] | { readonly error: string } {
  const columns = scoreColumns(table);
  const asked = only === undefined ? columns : askedFor(table, columns, only);
  const found: BenchmarkScores[] = [];
  for (const column of inPreference(asked)) {
    const benchmark = benchmarkOf(column.name) ?? column.name.toLowerCase();
    if (found.some((one) => one.benchmark === benchmark)) continue;
    const scores = asShares(column);
    if ('error' in scores) return scores;
    found.push({ benchmark, column: column.name, scores });
  }
  if (found.length > 0) return found;
  return { error: only === undefined ? say`No column of ${table.path} is known to hold scores of a benchmark; name one with --benchmark. It has ${columnNames(table)}.`
    : say`There is no benchmark ${only} in ${table.path}; it has ${columnNames(table)}.` };
}

/** Those that the person named; without any, those that are named after a benchmark that is known. */
export function scoreColumns({ columns }: Table): readonly TableColumn[] {
  const named = columns.filter(({ role }) => role === 'score');
  if (named.length > 0) return named;
  return columns.filter(({ name, role, numbers }) => role === undefined && benchmarkOf(name) !== undefined && !/stderr|ppl|perplexity|loss|rank/i.test(name) && numbers.some(Number.isFinite));
}

/** Columns by their whole name, or else by the benchmark. */
function askedFor(table: Table, columns: readonly TableColumn[], only: string): readonly TableColumn[] {
  const named = table.columns.filter(({ name }) => name.toLowerCase() === only.toLowerCase());
  const key = benchmarkOf(only);
  return named.length > 0 ? named : columns.filter(({ name }) => key !== undefined && benchmarkOf(name) === key);
}

/** Key of the benchmark that a column or a person names: `acc_hellaswag_zeroshot`, `HellaSwag` and `hellaswag acc` are one. */
export function benchmarkOf(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const key = known.find((one) => plain.includes(one.replaceAll('_', '')));
  return key === undefined ? accuracyOn(name) : (aliases.get(key) ?? key);
}

/** A benchmark that is known by nothing but that its accuracy was measured: `my_task_acc`, `accuracy`. */
function accuracyOn(name: string): string | undefined {
  const words = name.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');
  if (!words.some((word) => word === 'acc' || word === 'accuracy')) return undefined;
  return words.filter((word) => word !== 'acc' && word !== 'norm' && word !== 'eval').join('_') || 'accuracy';
}

/** Longer names before those that they contain. */
const known: readonly string[] = [
  'mmlu_pro', 'mmlu_redux', 'cmmlu', 'mmlu', 'hellaswag', 'lambada', 'arc_easy', 'arc_challenge', 'arc_c', 'arc_e', 'piqa', 'xwinograd', 'winogrande', 'winograd',
  'truthfulqa', 'gsm8k', 'humaneval', 'mbpp', 'bbh', 'math', 'gpqa', 'musr', 'ifeval', 'coqa', 'boolq', 'openbookqa', 'sciq', 'logiqa', 'wsc', 'ceval', 'agieval', 'triviaqa', 'squad', 'siqa', 'csqa'
];

const aliases: ReadonlyMap<string, string> = new Map([['arc_c', 'arc_challenge'], ['arc_e', 'arc_easy']]);

/** Accuracies normalised by length first, then plain ones, then all others, in the order of the table. */
function inPreference(columns: readonly TableColumn[]): readonly TableColumn[] {
  const rank = ({ name }: TableColumn): number => (/acc_norm/i.test(name) ? 0 : /acc/i.test(name) ? 1 : 2);
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

function asShares({ name, numbers }: TableColumn): Float64Array | { readonly error: string } {
  const finite = [...numbers].filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (least < 0 || most > 100) return { error: say`${name} has scores from ${least} to ${most}; scores are shares from 0 to 1 or percentages from 0 to 100.` };
  if (most <= 1) return numbers;
  const fractions = finite.filter((x) => x > 0 && x <= 1).length;
  if (fractions > 0) return { error: say`${name} mixes percentages with fractions: ${fractions} of its ${finite.length} scores are at most 1 and the others up to ${most}. Write all of them in one way.` };
  return numbers.map((x) => x / 100);
}
