import { canonicalMetric, metrics } from '../model/metric';
import { baseName } from '../model/source';
import { cellsOf, sniffDelimiter } from './csvCells';
import { roleOf } from './logFields';
import { numberOf } from './tolerantJson';

/** How a table is laid out; plain data. */
export interface CsvLayout {
  readonly kind: 'log' | 'sweep' | 'export' | 'bare';
  readonly delimiter: string;
  /** Header as it stands in the file; empty when there is none. */
  readonly header: string;
  readonly columns: readonly CsvColumn[];
}

export interface CsvColumn {
  readonly name: string;
  readonly lane: string;
  /** Given where the name does not tell it. */
  readonly metric?: string;
  readonly ignored: boolean;
}

/** Layout of a table from its path and first line; undefined when the line cannot start a table. */
export function layoutOf(path: string, firstLine: string): CsvLayout | undefined {
  const header = firstLine.replace(/^\ufeff/, '').replace(/^\s*#\s*/, '');
  const delimiter = sniffDelimiter(header);
  const cells = cellsOf(header, delimiter);
  if (cells.every((cell) => cell === '')) return undefined;
  const shape = { delimiter, header: firstLine };
  if (cells.every((cell) => cell === '' || numberOf(cell) !== undefined)) return { ...shape, kind: 'bare', header: '', columns: bareColumns(path, cells) };
  const exported = exportColumns(cells);
  if (exported) return { ...shape, kind: 'export', columns: exported };
  const sweep = sweepColumns(path, cells);
  if (sweep) return { ...shape, kind: 'sweep', columns: sweep };
  return { ...shape, kind: 'log', columns: namedColumns(path, cells) };
}

/** Names from the header; a first column without a name is the index that pandas writes. */
function namedColumns(path: string, cells: readonly string[]): CsvColumn[] {
  const counted = cells.some((cell) => roleOf(cell) === 'step' || roleOf(cell) === 'epoch');
  const names = cells.map((cell, i) => (i === 0 && !counted && /^(?:|index|unnamed: 0)$/i.test(cell) ? 'step' : cell));
  const set = boostedSet(path);
  if (set) return names.map((name) => (roleOf(name) === 'metric' ? boostedColumn(set, name) : { name, lane: '', ignored: name === '' }));
  const dvclive = /(?:^|\/)plots\/metrics\/(.+)\.tsv$/.exec(path)?.[1];
  return names.map((name) => ({ name: dvclive?.endsWith(name) ? dvclive : name, lane: '', ignored: name === '' }));
}

/** Which set a table of CatBoost holds, which has a file for each and the same names in all. */
export function boostedSet(path: string): 'learn' | 'test' | undefined {
  return /^(learn|test)_error\.tsv$/.exec(baseName(path))?.[1] as 'learn' | 'test' | undefined;
}

function boostedColumn(set: 'learn' | 'test', name: string): CsvColumn {
  const loss = set === 'learn' ? metrics.trainLoss : metrics.evalLoss;
  return { name: `${set}/${name}`, lane: '', ignored: false, metric: boostedLoss.test(name) ? loss : undefined };
}

/** Objectives of CatBoost that are least where they are best. */
const boostedLoss = /^(?:Logloss|CrossEntropy|MultiClass(?:OneVsAll)?|MultiLogloss|MultiCrossEntropy|(?:Multi)?RMSE\w*|MAE|MAPE|SMAPE|MSLE|Poisson|Tweedie|Quantile|MultiQuantile|Huber|LogLinQuantile|Expectile|Lq|Cox|SurvivalAft|PairLogit(?:Pairwise)?|QuerySoftMax|QueryRMSE|QueryCrossEntropy)(?::.*)?$/;

/** Numbers without a header: one column of losses, or steps and losses, as the name of the file says. */
function bareColumns(path: string, cells: readonly string[]): CsvColumn[] {
  const name = measureOf(path) ?? 'value';
  const names = cells.length === 2 ? ['step', name] : cells.map((_, i) => (i === 0 ? name : `${name} ${i + 1}`));
  return names.map((column) => ({ name: column, lane: '', ignored: false }));
}

/** `"Step","<run> - <metric>","<run> - <metric>__MIN","<run> - <metric>__MAX"`: each run is a lane. */
function exportColumns(cells: readonly string[]): CsvColumn[] | undefined {
  const [first, ...others] = cells;
  const parts = others.map((cell) => /^(.+) - (.+?)(__MIN|__MAX)?$/.exec(cell));
  if (others.length === 0 || roleOf(first) === 'metric' || parts.some((part) => part === null)) return undefined;
  return [{ name: first, lane: '', ignored: false }, ...parts.map((part) => ({ name: part?.[2] ?? '', lane: part?.[1] ?? '', ignored: part?.[3] !== undefined }))];
}

/** One column per value of a hyper-parameter and no steps: each column is a lane. */
function sweepColumns(path: string, cells: readonly string[]): CsvColumn[] | undefined {
  const bases = cells.map((cell) => sweptName.exec(cell)?.[1]);
  if (cells.length < 2 || bases[0] === undefined || new Set(bases).size > 1) return undefined;
  const name = isMeasure(bases[0]) ? bases[0] : measureOf(path);
  if (name === undefined) return undefined;
  return cells.map((cell) => ({ name: cell, lane: cell, metric: measures.get(name.toLowerCase()), ignored: false }));
}

/** `learning_rate_0.005`, also with the suffix by which pandas tells equal names apart: `n_layers_2.0.1`. */
const sweptName = /^(.*[a-z])[_=: -]+-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:\.\d+)?$/i;

const measures: ReadonlyMap<string, string> = new Map([
  ['loss', metrics.trainLoss], ['error', metrics.trainLoss], ['val_loss', metrics.evalLoss], ['eval_loss', metrics.evalLoss],
  ['accuracy', metrics.accuracy], ['acc', metrics.accuracy],
]);

function isMeasure(name: string): boolean {
  return measures.has(name.toLowerCase()) || canonicalMetric(name) === metrics.trainLoss || canonicalMetric(name) === metrics.evalLoss;
}

/** What the name of a file says that its numbers are: `learning_rate_error.csv`, `val_loss.txt`. */
function measureOf(path: string): string | undefined {
  return /(?:^|[^a-z])((?:(?:val|eval)[_-])?(?:loss(?=es|$|[^a-z])|error(?=s|$|[^a-z])|accuracy|acc(?=$|[^a-z])))/i.exec(baseName(path))?.[1].replace('-', '_').toLowerCase();
}
