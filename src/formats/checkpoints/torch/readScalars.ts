import { mapLimited } from '../mapLimited';
import { PickledTensor } from '../pickle/pickleValue';
import type { Scalar, Scalars } from './describeScalars';
import { readScalar } from './tensorReader';
import type { TensorStorages } from './tensorStorages';

/** Reads the single numbers that stand in tensors; those that cannot be read are left out. */
export async function readScalars(scalars: Scalars, storages: TensorStorages): Promise<Record<string, Scalar>> {
  const read = await mapLimited([...scalars], parallelReads, async ([name, value]) =>
    [name, value instanceof PickledTensor ? await readScalar(value, storages) : value] as const);
  return Object.fromEntries(read.filter((entry): entry is [string, Scalar] => entry[1] !== undefined));
}

const parallelReads = 8;
