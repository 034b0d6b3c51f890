import type { LayerSpectrum, UtilisationNormalisation } from '../../model/spectrum';
import type { WeightSpectra } from '../../model/spectralReport';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import { contentKey } from './contentKey';
import { openCheckpointAt } from './openCheckpointAt';
import type { SpectraCache } from './spectraCache';
import { matricesOf } from './matricesOf';
import type { WeightMatrix } from './weightMatrices';

export interface SpectraTools {
  readonly files: Files;
  readonly pool: KernelPool;
  readonly cache: SpectraCache;
  readonly normalisation: UtilisationNormalisation;
}

export interface SpectraWatch {
  readonly signal?: AbortSignal;
  progress?(progress: { readonly done: number; readonly total: number; readonly name: string }): void;
}

/**
 * The spectra of all weight matrices of a checkpoint, in the order of the model, each read and worked out in the pool. What was worked out
 * for the same content before is not worked out again. Rejects with the signal's reason when cancelled.
 */
export async function weightSpectraOf(path: string, tools: SpectraTools, watch: SpectraWatch): Promise<WeightSpectra | { readonly error: string }> {
  const opened = await openCheckpointAt(path, tools.files);
  if ('error' in opened) return opened;
  const matrices = await matricesOf(opened, tools.files);
  const key = await contentKey(opened.tensors, opened.files.map((file) => tools.files.source(file)), tools.normalisation);
  const known = await tools.cache.get(key);
  if (known && known.length > 0) return { path, step: opened.step, layers: known, troubles: opened.troubles };
  const results = await all(path, matrices, tools, watch);
  const layers = results.filter((result): result is LayerSpectrum => !('error' in result));
  const failures = results.flatMap((result) => ('error' in result ? [result.error] : []));
  if (failures.length === 0) await tools.cache.set(key, layers);
  return { path, step: opened.step, layers, troubles: [...opened.troubles, ...failures] };
}

async function all(path: string, matrices: readonly WeightMatrix[], { pool, normalisation }: SpectraTools, { signal, progress }: SpectraWatch) {
  let done = 0;
  return Promise.all(matrices.map(async (matrix) => {
    const result = await pool.run('weightSpectrum', { path, matrix, normalisation }, { signal });
    progress?.({ done: ++done, total: matrices.length, name: matrix.name });
    return result;
  }));
}
