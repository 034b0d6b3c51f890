import { isRecord } from '../../model/isRecord';
import { fieldMetric, roleOf, stepRank } from '../logFields';
import { LogRows } from '../logRows';
import { rowField } from '../rowField';
import { firstRow } from '../rowState';
import { RecordBatch } from '../recordBatch';
import { numberOf } from '../tolerantJson';
import { historyMetric } from './historyMetric';

/**
 * The curves in a JSON value: an object of lists (Keras' History, also as pandas writes it, by index), a list of rows (Chainer's log),
 * and either of them under a key. Keys such as `train` and `val` qualify the names below them; other keys whose objects hold the same
 * curves tell runs apart. Undefined where there is no curve of a loss or an accuracy.
 */
export function readHistory(json: unknown): RecordBatch | undefined {
  const records = new RecordBatch();
  read(json, '', '', records, 0);
  const tells = records.series.some(({ original, length }) => length > 1 && tellingName.test(original));
  return tells ? records : undefined;
}

const tellingName = /loss|acc(?:urac(?:y|ies)|s|uracy)?(?:$|[_/.-])|error|reward|return|perplexity|ppl|f1|auc|iou|dice|mse|mae/i;
const deepest = 3;

function read(value: unknown, prefix: string, lane: string, records: RecordBatch, depth: number): void {
  if (Array.isArray(value)) return readRows(value, prefix, lane, records);
  if (!isRecord(value) || depth > deepest) return;
  const entries = Object.entries(value);
  readColumns(entries.flatMap(([name, list]) => columnsOf(prefix + name, list)), lane, records);
  const nested = entries.filter(([, each]) => isRecord(each) && numbersOf(each) === undefined || isRows(each));
  const lanes = lanesAmong(nested);
  for (const [key, each] of nested) {
    if (lanes.has(key)) read(each, prefix, lane === '' ? key : `${lane}/${key}`, records, depth + 1);
    else read(each, isPhase(key) ? `${prefix}${key}/` : prefix, lane, records, depth + 1);
  }
}

function isPhase(key: string): boolean {
  return /^(?:train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?|test|dev)$/i.test(key);
}

/** Keys of several objects that hold the same curves: each is a run. */
function lanesAmong(nested: readonly (readonly [string, unknown])[]): ReadonlySet<string> {
  const others = nested.filter(([key, each]) => !isPhase(key) && isRecord(each));
  const [first] = others;
  if (others.length < 2) return new Set();
  const shared = Object.keys(first[1] as object).filter((name) => others.every(([, each]) => name in (each as object)));
  return new Set(shared.length > 0 ? others.map(([key]) => key) : []);
}

interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

/** A list of numbers, one by index, or a list of records of numbers. */
function columnsOf(name: string, list: unknown): Column[] {
  const values = numbersOf(list);
  if (values) return [{ name, values }];
  if (!isRows(list) || list.some((row) => Object.keys(row).some(isCounter))) return [];
  const names = new Set(list.flatMap((row) => Object.keys(row)));
  return [...names].map((key) => ({ name: `${name}/${key}`, values: list.map((row) => numberOf(row[key]) ?? NaN) })).filter(({ values: column }) => column.some(Number.isFinite));
}

function numbersOf(list: unknown): number[] | undefined {
  const items = Array.isArray(list) ? (list as unknown[]) : isIndexed(list) ? Object.values(list) : [];
  if (items.length === 0) return undefined;
  const numbers = items.map((item) => (item === null ? NaN : Array.isArray(item) && item.length === 1 ? numberOf(item[0]) : numberOf(item)));
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** `{"0": 0.7, "1": 0.5}`: a column of pandas. */
function isIndexed(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Object.keys(value).every((key, i) => key === String(i));
}

function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isCounter(name: string): boolean {
  return roleOf(name) === 'step' || roleOf(name) === 'epoch';
}

/** Columns of one length share the steps or epochs that stand beside them; shorter ones were logged less often. */
function readColumns(columns: readonly Column[], lane: string, records: RecordBatch): void {
  const longest = Math.max(0, ...columns.map(({ values }) => values.length));
  for (const { name, values } of columns) {
    if (isCounter(name) || (values.length < 2 && longest > 1)) continue;
    const steps = stepsBeside(values.length, columns) ?? evenSteps(values.length, longest);
    const series = records.column(name, historyMetric(name), lane);
    values.forEach((value, i) => { series.push(steps[i], value, NaN); });
  }
}

function stepsBeside(length: number, columns: readonly Column[]): readonly number[] | undefined {
  const counters = columns.filter(({ name, values }) => isCounter(name) && values.length === length && values.every(Number.isFinite));
  counters.sort((a, b) => rankOf(a.name) - rankOf(b.name));
  return counters[0]?.values;
}

function rankOf(name: string): number {
  const rank = stepRank(name);
  return rank < 0 ? Infinity : rank;
}

/** A list that fits a whole number of times into the longest was added to every so often; any other is of its own. */
function evenSteps(length: number, longest: number): readonly number[] {
  const ratio = longest / length;
  const every = ratio > 1.9 && Math.abs(ratio - Math.round(ratio)) < 0.05 * ratio ? ratio : 1;
  return Array.from({ length }, (_, i) => Math.round((i + 1) * every));
}

function readRows(list: readonly unknown[], prefix: string, lane: string, records: RecordBatch): void {
  const rows = list.filter(isRecord);
  if (rows.length < 2 || !rows.every((row) => Object.keys(row).some(isCounter))) return;
  const tried = addRows(rows, prefix, lane, 'epoch');
  const batch = tried ?? addRows(rows, prefix, lane, 'row');
  for (const { original, metric, steps, values } of batch?.series ?? []) {
    const series = records.column(original, metric, lane);
    steps.forEach((step, i) => { series.push(step, values[i], NaN); });
  }
}

/** Undefined where epochs turn out to be no steps. */
function addRows(rows: readonly Readonly<Record<string, unknown>>[], prefix: string, lane: string, fallback: 'epoch' | 'row'): RecordBatch | undefined {
  const batch = new RecordBatch();
  const reader = new LogRows(batch, { ...structuredClone(firstRow), fallback });
  for (const row of rows) {
    reader.begin();
    addFields(row, prefix, lane, reader);
    reader.end();
    if (reader.epochsRepeat) return undefined;
  }
  return batch;
}

function addFields(row: Readonly<Record<string, unknown>>, prefix: string, lane: string, reader: LogRows): void {
  for (const [key, value] of Object.entries(row)) {
    const name = isCounter(key) ? key : prefix + key;
    if (typeof value === 'number') reader.number(rowField(name, lane, isCounter(key) ? fieldMetric(key) : historyMetric(name)), Float64Array.of(value));
    else if (typeof value === 'string') reader.text(rowField(name, lane), value);
    else if (isRecord(value)) addFields(value, `${name}/`, lane, reader);
  }
}
