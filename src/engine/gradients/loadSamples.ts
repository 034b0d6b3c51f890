import { statisticsLine } from '../../formats/statistics/statisticsRecords';
import { columnNames } from '../../model/table';
import type { Files } from '../files';
import { readText } from '../files';
import { loadTable } from '../loadTable';

/** Influence by sample: its gradient norm, or its loss where no norm is known. */
export interface Samples {
  readonly ids: readonly (string | number)[];
  readonly influence: readonly number[];
  readonly measure: 'gradient norm' | 'loss';
}

/** Samples of a table (columns id and grad_norm or loss) or of the recorder's file, in which the last record of a sample holds. */
export async function loadSamples(path: string, files: Files): Promise<Samples | { readonly error: string }> {
  const text = await files.kindOf(path) === 'file' ? await readText(files.source(path), largest) : undefined;
  return (text === undefined ? undefined : recordedSamples(text)) ?? ofTable(path, files);
}

const largest = 256e6;

function recordedSamples(text: string): Samples | undefined {
  const lines = text.split('\n').flatMap((line) => (line.includes('"samples"') ? statisticsLine(line) ?? [] : [])).filter(({ kind, ids }) => kind === 'samples' && Array.isArray(ids));
  const key = ['gradNorms', 'losses'].find((one) => lines.some((line) => Array.isArray(line[one])));
  if (key === undefined) return undefined;
  const last = new Map(lines.flatMap((line) => (line.ids as readonly (string | number)[]).map((id, i) => [id, Number((line[key] as readonly unknown[] | undefined)?.[i] ?? NaN)] as const)));
  return { ids: [...last.keys()], influence: [...last.values()], measure: key === 'losses' ? 'loss' : 'gradient norm' };
}

async function ofTable(path: string, files: Files): Promise<Samples | { readonly error: string }> {
  const table = await loadTable(path, files);
  if ('error' in table) return table;
  const named = (pattern: RegExp) => table.columns.find(({ name }) => pattern.test(name));
  const norm = named(/^(?:grad(?:ient)?_?norm|influence)$/i);
  const values = norm ?? named(/^loss(?:es)?$/i);
  if (!values) return { error: `No column of ${path} is called grad_norm or loss; it has ${columnNames(table)}.` };
  const ids = named(/^(?:sample_?)?(?:id|index|idx)$/i)?.texts ?? values.texts.map((_, i) => String(i));
  return { ids, influence: [...values.numbers], measure: norm ? 'gradient norm' : 'loss' };
}
