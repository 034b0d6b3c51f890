import { decodeText } from '../../formats/decodeText';
import { isBinary } from '../../formats/isBinary';
import { readNumberList } from '../../formats/tables/numberList';
import { readTable } from '../../formats/tables/readTable';
import type { Settings } from '../../model/settings';
import type { Files } from '../files';
import { loadRuns } from '../loadRuns';
import { openCheckpointAt } from '../spectra/openCheckpointAt';
import { checkpointValues } from './checkpointValues';
import { seriesValues } from './seriesValues';
import type { NoValues, TailValues } from './tailValues';
import { columnValues } from './tailValues';

/**
 * The values at a path: a list of numbers, a metric of a log (gradient norms), a column of a table, or the gradients in the optimizer
 * state of a checkpoint. `column` names the metric, the column, or what of the checkpoint.
 */
export async function tailValuesAt(path: string, column: string | undefined, files: Files, settings: Settings, now: number): Promise<TailValues | NoValues> {
  const kind = await files.kindOf(path);
  if (kind === undefined) return { error: `There is nothing at ${path}: name a file of numbers, a table, a log or a checkpoint.` };
  const text = kind === 'file' ? await textOf(path, files) : undefined;
  const list = text && readNumberList(text);
  if (list) return { values: list, label: path, order: 'none' };
  const series = await loggedValues(path, column, files, settings, now);
  if (series && !('error' in series)) return series;
  const table = text && readTable(path, text);
  if (table && !('error' in table)) return preferring(columnValues(table, column), series);
  const opened = await openCheckpointAt(path, files);
  if (!('error' in opened)) return checkpointValues(opened, path, column);
  return series ?? { error: `${path} holds no values that Plateau can read: name a file with one number per line, a table, a log or a checkpoint.` };
}

/** The values of a table; of a log that can be read as a table too, what it said where the table has none. */
function preferring(values: TailValues | NoValues, series: NoValues | undefined): TailValues | NoValues {
  return 'error' in values && series ? series : values;
}

/** Undefined where there is no log. */
async function loggedValues(path: string, column: string | undefined, files: Files, settings: Settings, now: number): Promise<TailValues | NoValues | undefined> {
  const runs = await loadRuns([path], files, settings, now);
  return 'error' in runs || runs.every((run) => run.series.length === 0) ? undefined : seriesValues(runs, column);
}

/** The bytes of a file that may be text; undefined for binary ones and such that are too large for a list or a table. */
async function textOf(path: string, files: Files): Promise<Uint8Array | undefined> {
  const source = files.source(path);
  const size = (await source.stat())?.size ?? 0;
  if (size > largestText || isBinary(decodeText(await source.read(0, Math.min(size, headBytes))))) return undefined;
  return source.read(0, size);
}

const largestText = 64e6;
const headBytes = 1024;
