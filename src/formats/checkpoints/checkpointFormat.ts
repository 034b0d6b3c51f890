import type { Tensor } from '../../model/checkpoint';
import type { Source } from '../../model/source';
import type { Confidence } from '../format';

/**
 * A kind of file or folder that holds the weights of a model. To add one: write one file that exports a
 * CheckpointFormat and add a line to the registry of checkpoints.
 *
 * Nothing in a file is ever executed, and nothing that a file says about sizes is believed before it was compared
 * with the file: memory stays bounded by the size of the file's headers.
 */
export interface CheckpointFormat {
  readonly id: string;
  /** For people: "PyTorch checkpoint (zip)". */
  readonly label: string;
  /** How sure it is that the file is its own, from the path and the first bytes (up to 64 KiB). */
  recognise(path: string, head: Uint8Array): Confidence;
  /** Reads the headers. What is wrong with the file comes back as one sentence that says what to do. */
  open(source: Source, folder: Folder): Promise<OpenedCheckpoint | { readonly error: string }>;
}

/** The folder in which a checkpoint lies, for shards, an index or a configuration beside it. */
export interface Folder {
  readonly path: string;
  /** Names of the files in it. */
  list(): Promise<readonly string[]>;
  /** A file by its name relative to the folder; never one outside of it. */
  source(name: string): Source;
}

/** A checkpoint whose headers have been read. */
export interface OpenedCheckpoint {
  /** In the order of the model where the file keeps it, without duplicates of tied tensors. */
  readonly tensors: readonly StoredTensor[];
  /** State of the optimizer, where the checkpoint holds one. */
  readonly optimizer?: StoredOptimizer;
  readonly step: number | null;
  readonly files: readonly string[];
  /** Scalars that the file says of itself: epoch, best_val_loss, model_args.n_layer. */
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
  readonly troubles: readonly string[];
}

/** A tensor whose values can be read, one tensor at a time. */
export interface StoredTensor extends Tensor {
  /**
   * All values, rows first whatever the order in the file. Float64Array only where the file's type needs it.
   * @throws UnreadableTensor where the file ends before or the type is unknown.
   */
  read(): Promise<Float32Array | Float64Array>;
}

/** Parameter groups and state of an optimizer, as its state_dict holds them. */
export interface StoredOptimizer {
  readonly groups: readonly OptimizerGroup[];
  /** State by parameter: index in the order of the groups, or name where the file keeps names. */
  readonly state: ReadonlyMap<number | string, OptimizerState>;
}

export interface OptimizerGroup {
  /** Indices or names of its parameters. */
  readonly parameters: readonly (number | string)[];
  /** Learning rate, betas.0, betas.1, weight_decay … */
  readonly options: Readonly<Record<string, number | boolean | string>>;
}

export interface OptimizerState {
  readonly scalars: Readonly<Record<string, number>>;
  /** exp_avg, exp_avg_sq, state1, qmap1, momentum_buffer … */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A tensor that cannot be read; the message is a sentence for people. */
export class UnreadableTensor extends Error {}
