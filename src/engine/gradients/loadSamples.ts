import type { CrossInfluence } from '../../analyzers/blueprint/crossInfluence';
import { say } from '../../model/say';
import { columnNames, type Table } from '../../model/table';
import type { Files } from '../files';
import { readText } from '../files';
import { loadTable } from '../loadTable';
import { recordedSamples } from './recordedSamples';
import type { Samples } from './samples';

/**
 * Samples of a table (columns id and grad_norm or loss, or grad_norm/<module> for norms by module) or of the recorder's file, in which the
 * last record of a sample holds.
 */
export async function loadSamples(path: string, files: Files): Promise<Samples | { readonly error: string }> {
  const text = await files.kindOf(path) === 'file' ? await readText(files.source(path), largest) : undefined;
  return (text === undefined ? undefined : recordedSamples(text)) ?? ofTable(path, files);
}

const largest = 256e6;

async function ofTable(path: string, files: Files): Promise<Samples | { readonly error: string }> {
  const table = await loadTable(path, files);
  if ('error' in table) return table;
  const named = (pattern: RegExp) => table.columns.find(({ name }) => pattern.test(name));
  const ids = named(/^(?:sample_?)?(?:id|index|idx)$/i)?.texts ?? Array.from({ length: table.rows }, (_, i) => String(i));
  const byModule = matrixOf(table, ids);
  const norms = named(/^(?:grad(?:ient)?_?norm|influence)$/i)?.numbers ?? (byModule && totals(byModule));
  const losses = named(/^loss(?:es)?$/i)?.numbers;
  const influence = norms ?? losses;
  if (!influence) return { error: say`No column of ${path} is called grad_norm or loss; it has ${columnNames(table)}.` };
  return { ids, influence: [...influence], measure: norms ? 'gradient norm' : 'loss', byModule };
}

function matrixOf({ columns }: Table, samples: readonly string[]): CrossInfluence | undefined {
  const ofModules = columns.flatMap(({ name, numbers }) => {
    const module = /^(?:grad(?:ient)?_?norm|influence)\/(.+)$/i.exec(name)?.[1];
    return module === undefined ? [] : [{ module, numbers }];
  });
  if (ofModules.length === 0) return undefined;
  return { modules: ofModules.map(({ module }) => module), samples, values: Float64Array.from(ofModules.flatMap(({ numbers }) => [...numbers])) };
}

/** Norm of each sample's whole gradient. */
function totals({ samples, values }: CrossInfluence): Float64Array {
  const squares = new Float64Array(samples.length);
  values.forEach((value, i) => { squares[i % samples.length] += value ** 2; });
  return squares.map(Math.sqrt);
}
