import type { Source } from '../../../model/source';
import type { Failure } from '../failure';

/** Where the storages stand that the tensors of a pickle are views of. */
export interface TensorStorages {
  /** Bytes of a storage; undefined where there is none of that key. */
  size(key: string): number | undefined;
  /** The bytes of a storage as a file. */
  find(key: string): Promise<Source | Failure>;
}
