import type { LayerSpectrum, UtilisationNormalisation } from '../../model/spectrum';
import type { WeightSpectra } from '../../model/spectralReport';
import type { OpenedCheckpoint } from '../../formats/checkpoints/checkpointFormat';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import { matrixSpectrum } from '../matrixSpectrum';
import { contentKey } from './contentKey';
import { openCheckpointAt } from './openCheckpointAt';
import type { SpectraCache } from './spectraCache';
import { matricesOf } from './matricesOf';
import type { WeightMatrix } from './weightMatrices';
import { weightSpectrum } from './weightSpectrum';

export interface SpectraTools {
  readonly files: Files;
  readonly pool: KernelPool;
  readonly cache: SpectraCache;
  readonly normalisation: UtilisationNormalisation;
  /** auto: estimated where the exact spectrum would take long. */
  readonly method?: 'auto' | 'exact';
}

export interface SpectraWatch {
  readonly signal?: AbortSignal;
  progress?(progress: { readonly done: number; readonly total: number; readonly name: string }): void;
}

/** A checkpoint whose headers were read. */
export interface OpenedWeights {
  readonly path: string;
  readonly opened: OpenedCheckpoint;
  readonly matrices: readonly WeightMatrix[];
}

/** The spectra of all weight matrices of the checkpoint at a path, or a sentence that says why it cannot be read. */
export async function weightSpectraOf(path: string, tools: SpectraTools, watch: SpectraWatch): Promise<WeightSpectra | { readonly error: string }> {
  const opened = await openCheckpointAt(path, tools.files);
  if ('error' in opened) return opened;
  return spectraOfOpened({ path, opened, matrices: await matricesOf(opened, tools.files) }, tools, watch);
}

/**
 * The spectra of all weight matrices of a checkpoint, in the order of the model, each read and worked out in the pool. What was worked out
 * for the same content before is not worked out again; a matrix that failed is tried again. Rejects with the signal's reason when cancelled.
 */
export async function spectraOfOpened({ path, opened, matrices }: OpenedWeights, tools: SpectraTools, watch: SpectraWatch): Promise<WeightSpectra> {
  const key = await contentKey(opened.tensors, opened.files.map((file) => tools.files.source(file)), `${tools.normalisation} ${tools.method ?? 'auto'}`);
  const shapes = new Map(matrices.map(({ name, shape }) => [name, String(shape)]));
  const cached = (await tools.cache.get(key)) ?? [];
  // An earlier version may have taken a tensor apart differently.
  const known = new Map(cached.filter(({ name, shape }) => shapes.get(name) === String(shape)).map((layer) => [layer.name, layer]));
  const missing = matrices.filter(({ name }) => !known.has(name));
  const results = await all({ path, matrices: missing }, tools, watch);
  const failures = results.flatMap((result) => ('error' in result ? [result.error] : []));
  const found = new Map(results.flatMap((result) => ('error' in result ? [] : [[result.name, result] as const])));
  const layers = matrices.flatMap(({ name }) => known.get(name) ?? found.get(name) ?? []);
  if (found.size > 0) await tools.cache.set(key, layers);
  return { path, step: opened.step, layers, troubles: [...opened.troubles, ...failures] };
}

type Result = LayerSpectrum | { readonly error: string };

/** Small matrices side by side, each in a thread of its own; then large ones, of which only one may be in memory, in all threads together. */
async function all({ path, matrices }: Pick<OpenedWeights, 'path' | 'matrices'>, { pool, normalisation, method = 'auto' }: SpectraTools, { signal, progress }: SpectraWatch): Promise<readonly Result[]> {
  let done = 0;
  const finished = (matrix: WeightMatrix, result: Result): Result => {
    progress?.({ done: ++done, total: matrices.length, name: matrix.name });
    return result;
  };
  const results = await Promise.all(matrices.map(async (matrix) => (
    isLarge(matrix) ? undefined : finished(matrix, await pool.run('weightSpectrum', { path, matrix, normalisation, method }, { signal })))));
  const complete: Result[] = [];
  for (const [i, matrix] of matrices.entries()) complete.push(results[i] ?? finished(matrix, await large(path, matrix, { pool, normalisation, method, signal })));
  return complete;
}

async function large(path: string, matrix: WeightMatrix, { pool, normalisation, method, signal }: Pick<SpectraTools, 'pool' | 'normalisation' | 'method'> & SpectraWatch): Promise<Result> {
  const values = await pool.run('weightValues', { path, matrix }, { signal });
  if ('error' in values) return values;
  const spectrum = await matrixSpectrum(pool, values, { signal, method });
  return 'error' in spectrum ? { error: `${matrix.name}: ${spectrum.error}` } : weightSpectrum(matrix, spectrum, normalisation);
}

/** Numbers of a matrix from which on it is worth all threads, and too much for each of them to hold one. */
const largeFrom = 16e6;

function isLarge({ parts, shape }: WeightMatrix): boolean {
  return parts.kind !== 'product' && shape.reduce((product, side) => product * side, 1) >= largeFrom;
}
