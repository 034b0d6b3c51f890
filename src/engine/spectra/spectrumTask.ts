import { adapterEigenvalues } from '../../formats/checkpoints/adapters';
import type { OpenedCheckpoint, StoredTensor } from '../../formats/checkpoints/checkpointFormat';
import { UnreadableTensor } from '../../formats/checkpoints/checkpointFormat';
import { say } from '../../model/say';
import type { LayerSpectrum, UtilisationNormalisation } from '../../model/spectrum';
import type { Matrix } from '../../numerics/kernels/matrix';
import type { MatrixSpectrum } from '../../numerics/kernels/spectrumOf';
import { spectrumOf } from '../../numerics/kernels/spectrumOf';
import type { Files } from '../files';
import { sharedMatrix } from '../sharedMatrix';
import { openCheckpointAt } from './openCheckpointAt';
import type { WeightMatrix } from './weightMatrices';
import { weightSpectrum } from './weightSpectrum';

export interface SpectrumRequest {
  readonly path: string;
  readonly matrix: WeightMatrix;
  readonly normalisation: UtilisationNormalisation;
  /** auto: exact up to some seconds of work. */
  readonly method: 'auto' | 'exact';
}

/** Reads one matrix of a checkpoint, and says what its spectrum says; one matrix at a time is in memory. */
export class SpectrumTask {
  readonly #files: Files;
  #opened: { readonly path: string; readonly modified: number; readonly checkpoint: OpenedCheckpoint } | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  run({ path, matrix, normalisation, method }: SpectrumRequest): Promise<LayerSpectrum | { readonly error: string }> {
    return this.#with(path, matrix, async (opened) => {
      const spectrum = await spectrumOfParts(matrix, opened, method);
      return 'error' in spectrum ? { error: `${matrix.name}: ${spectrum.error}` } : weightSpectrum(matrix, spectrum, normalisation);
    });
  }

  /** The values of a matrix that is too large for one thread, in memory that all threads see. */
  values({ path, matrix }: Pick<SpectrumRequest, 'path' | 'matrix'>): Promise<Matrix | { readonly error: string }> {
    return this.#with(path, matrix, async (opened) => sharedMatrix(await matrixValues(matrix, opened)));
  }

  async #with<T>(path: string, { name }: WeightMatrix, work: (opened: OpenedCheckpoint) => Promise<T>): Promise<T | { readonly error: string }> {
    try {
      const opened = await this.#open(path);
      return 'error' in opened ? opened : await work(opened);
    } catch (error) {
      if (error instanceof UnreadableTensor) return { error: `${name}: ${error.message}` };
      throw error;
    }
  }

  /** The matrices of a checkpoint come one after the other: its headers are read once. */
  async #open(path: string): Promise<OpenedCheckpoint | { readonly error: string }> {
    const modified = (await this.#files.source(path).stat())?.modified ?? NaN;
    if (this.#opened?.path === path && this.#opened.modified === modified) return this.#opened.checkpoint;
    const checkpoint = await openCheckpointAt(path, this.#files);
    if ('error' in checkpoint) return checkpoint;
    this.#opened = { path, modified, checkpoint };
    return checkpoint;
  }
}

async function spectrumOfParts(matrix: WeightMatrix, opened: OpenedCheckpoint, method: SpectrumRequest['method']): Promise<MatrixSpectrum | { readonly error: string }> {
  const { parts } = matrix;
  if (parts.kind === 'product') {
    const [a, b, diagonal] = [tensorOf(opened, parts.a), tensorOf(opened, parts.b), parts.diagonal === undefined ? undefined : tensorOf(opened, parts.diagonal)];
    const eigenvalues = await adapterEigenvalues({ a, b, diagonal, scaling: parts.scaling, expert: parts.expert });
    return eigenvalues.every(Number.isFinite) ? { eigenvalues, method: 'exact', softRankError: 0 } : { error: say`its values are not all finite numbers (NaN or infinity).` };
  }
  const { values, rows, columns } = await matrixValues(matrix, opened);
  return spectrumOf(values, rows, columns, { method });
}

/**
 * The values of a matrix that is a tensor or a slice of one.
 * @throws UnreadableTensor
 */
async function matrixValues({ parts, shape: [rows, ...rest] }: WeightMatrix, opened: OpenedCheckpoint): Promise<Matrix> {
  if (parts.kind === 'product') throw new Error('The product of an adapter is never formed.');
  const columns = rest.reduce((product, side) => product * side, 1);
  const values = await tensorOf(opened, parts.tensor).read();
  const size = rows * columns;
  return { values: parts.kind === 'slice' ? values.slice(parts.index * size, (parts.index + 1) * size) : values, rows, columns };
}

function tensorOf({ tensors }: OpenedCheckpoint, name: string): StoredTensor {
  const tensor = tensors.find((one) => one.name === name);
  if (!tensor) throw new UnreadableTensor('it is no longer in the checkpoint, which was written anew meanwhile.');
  return tensor;
}
