import type { PickleValue } from '../pickle/pickleValue';
import type { TensorStorages } from './tensorStorages';

/** What the pickle of a PyTorch file describes, and where the values of its tensors stand. */
export interface UnpackedTorchFile {
  readonly value: PickleValue;
  readonly storages: TensorStorages;
  /** Module and name of what it asks to call beyond the known constructors. */
  readonly foreign: ReadonlySet<string>;
}
