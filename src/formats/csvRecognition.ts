import { baseName } from '../model/source';
import { metrics } from '../model/metric';
import { cellsOf } from './csvCells';
import { boostedSet, layoutOf, type CsvLayout } from './csvLayout';
import { CsvRows } from './csvRows';
import { decodeText } from './decodeText';
import type { Confidence } from './format';
import { fieldMetric, isKnownMetric, roleOf } from './logFields';
import { firstRow } from './rowState';
import { RecordBatch } from './recordBatch';
import { numberOf } from './tolerantJson';

/**
 * How sure it is that a table is the log of a run. Tables of hyper-parameters, of results per model and of statistics
 * per layer have numbers and even losses too, but their rows are no steps.
 */
export function recogniseCsv(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || !/\.(?:csv|tsv|txt|dat|log)$/i.test(name)) return 0;
  const lines = wholeLines(decodeText(head));
  const layout = lines.length < 2 ? undefined : layoutOf(path, lines[0]);
  if (!layout || !isNumeric(lines, layout)) return 0;
  if (layout.kind === 'bare') return isBareLog(name, layout) ? 2 : 0;
  if (layout.kind === 'sweep') return 2;
  if (layout.kind === 'export') return 3;
  return confidenceInLog(path, lines, layout);
}

function wholeLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/, 2 * mostLines);
  if (lines.length > 2) lines.pop();
  return lines.filter((line) => line.trim() !== '').slice(0, mostLines);
}

/** So many tell what all are. */
const mostLines = 200;

/** Most cells with something in them are numbers, and the rows have as many cells as the header. */
function isNumeric(lines: readonly string[], { delimiter, columns, kind }: CsvLayout): boolean {
  const rows = lines.slice(kind === 'bare' ? 0 : 1).map((line) => cellsOf(line, delimiter));
  const cells = rows.flat().filter((cell) => cell !== '');
  const numbers = cells.filter((cell) => numberOf(cell) !== undefined).length;
  const fitting = rows.filter((row) => row.length === columns.length).length;
  return numbers >= 0.5 * cells.length && numbers > 0 && fitting >= 0.8 * rows.length;
}

function isBareLog(name: string, { columns }: CsvLayout): boolean {
  return columns.length <= 2 && /loss/i.test(name);
}

function confidenceInLog(path: string, lines: readonly string[], layout: CsvLayout): Confidence {
  const names = layout.columns.map((column) => column.name);
  if (/(?:^|\/)plots\/metrics\/.+\.tsv$/.test(path) || boostedSet(path)) return 3;
  const measures = names.filter((name) => roleOf(name) === 'metric' && (isKnownMetric(name) || tellingMeasure.test(name))).map(fieldMetric);
  const counted = names.some((name) => roleOf(name) === 'step' || roleOf(name) === 'epoch');
  if (measures.length === 0 || tellsRunsApart(lines, layout) || stepsStandStill(lines, layout)) return 0;
  if (!counted) return hasLoss(measures) && !names.some((name) => settingName.test(name)) ? 1 : 0;
  return /metrics|log|history|progress|^results\.csv$/i.test(baseName(path)) ? 3 : 2;
}

/** Measures under names of their own that only training has. */
const tellingMeasure = /loss|reward|rew_mean|epret|ep_ret|return_mean|episodic_return/i;

function hasLoss(measures: readonly string[]): boolean {
  return measures.includes(metrics.trainLoss) || measures.includes(metrics.evalLoss);
}

/** Columns that say under which settings a row was measured. */
const settingName = /^(?:.*[_ ])?(?:params?|parameters|model|size|tokens|data|flops?|compute|batch_?size|hidden\w*|layers?|dropout|seed|weight_decay|momentum|beta\d?|optimizer|task|config|run|trial|dim|width|depth|n|d|c)$/i;

/** Rows of several runs or layers stand in one table: a column names them. */
function tellsRunsApart(lines: readonly string[], { delimiter, columns }: CsvLayout): boolean {
  const naming = columns.findIndex(({ name }) => /^(?:.*[_ ])?(?:name|longname|layer|layer_name|module|run|run_id|path|file|model|task|config|trial|experiment|dataset)$/i.test(name.trim()));
  if (naming < 0) return false;
  const values = new Set(lines.slice(1).map((line) => cellsOf(line, delimiter)[naming]));
  return values.size > 1;
}

/** Several rows of one step hold the same metrics: they are no successive states of one run. */
function stepsStandStill(lines: readonly string[], layout: CsvLayout): boolean {
  const records = new RecordBatch();
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  new CsvRows(records, structuredClone(firstRow), layout, true).read(bytes, 0, bytes.length, 0, false);
  let points = 0;
  let still = 0;
  for (const { steps } of records.series) {
    for (let i = 1; i < steps.length; i++) {
      points++;
      if (steps[i] === steps[i - 1]) still++;
    }
  }
  return still > 0.3 * points;
}
