/** What a tensor does in its model. `other` where no rule of a known architecture fits. */
export type TensorRole =
  | 'embedding' | 'attention.q' | 'attention.k' | 'attention.v' | 'attention.qkv' | 'attention.o'
  | 'ffn.gate' | 'ffn.up' | 'ffn.gateUp' | 'ffn.down' | 'norm' | 'head' | 'adapter.A' | 'adapter.B'
  | 'convolution' | 'recurrent' | 'linear' | 'bias' | 'other';

/** A tensor as the header of a checkpoint describes it. */
export interface Tensor {
  readonly name: string;
  /** Rows first, as PyTorch and numpy show it; a matrix is [outputs, inputs] unless `transposed`. */
  readonly shape: readonly number[];
  /** Number type in the file's own words: F32, BF16, F8_E4M3, Q4_K, I64. */
  readonly type: string;
  /** Bytes in the file. */
  readonly bytes: number;
  /** Stored as [inputs, outputs], where the file itself tells (the operator of an ONNX graph). */
  readonly transposed?: boolean;
}

/** A tensor with its place in the model. */
export interface PlacedTensor extends Tensor {
  readonly role: TensorRole;
  /** Block in which it stands, from 0; null outside the blocks. */
  readonly layer: number | null;
  /** Stored as [inputs, outputs] (GPT-2's Conv1D, Keras' Dense). */
  readonly transposed: boolean;
  /** Role or layer rest on shapes or on a permutation that cannot be excluded, not on a known name. */
  readonly assumed: boolean;
}

/** What a checkpoint file or folder holds, from its headers alone. */
export interface Checkpoint {
  readonly path: string;
  /** Id of the format. */
  readonly format: string;
  /** Format for people: "PyTorch checkpoint (zip)". */
  readonly label: string;
  readonly tensors: readonly PlacedTensor[];
  /** Training step, where the file or its name tells. */
  readonly step: number | null;
  /** Files it consists of (shards). */
  readonly files: readonly string[];
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
  /** Sentences about what could not be read or is not as it should be: a missing shard, an entry outside the file. */
  readonly troubles: readonly string[];
  /** Number of values that are trained parameters: tensors of numbers without duplicates, masks and buffers. */
  readonly parameters: number;
}
