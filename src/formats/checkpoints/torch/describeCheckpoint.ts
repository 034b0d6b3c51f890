import type { OpenedCheckpoint, StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import { foreignCalls } from '../pickle/foreignCalls';
import { PickledArray } from '../pickle/pickleValue';
import type { PickledTensor, PickleValue } from '../pickle/pickleValue';
import { stepOf, stepOfOptimizer } from '../stepOf';
import { collectTensors } from './collectTensors';
import type { NamedTensor } from './collectTensors';
import { describeOptimizer } from './describeOptimizer';
import { describeScalars } from './describeScalars';
import { joinOptimizers } from './joinOptimizers';
import { readScalars } from './readScalars';
import { readableTensor } from './tensorReader';
import type { TensorStorages } from './tensorStorages';
import { trainingState } from './trainingState';
import type { UnpackedTorchFile } from './unpackedTorchFile';

/** Describes the value of a PyTorch file: its tensors under their names, its optimizer, what it says of itself. */
export async function describeCheckpoint({ value, storages, foreign }: UnpackedTorchFile, path: string): Promise<OpenedCheckpoint> {
  const state = trainingState(value);
  const weights = describeWeights(state.weights, storages);
  const optimizer = joinOptimizers(await Promise.all(state.optimizers.map((one) => describeOptimizer(one, storages))));
  const metadata = { ...await readScalars(describeScalars(state.rest), storages), ...weights.tied };
  return {
    tensors: weights.tensors,
    optimizer,
    step: stepOf(metadata) ?? stepOfOptimizer(optimizer),
    files: [path],
    metadata,
    troubles: [...weights.troubles, ...state.troubles, ...emptied(weights.tensors), ...foreignCalls(foreign, weights.tensors.length === 0 && !optimizer)],
  };
}

/** DeepSpeed's ZeRO stage 3 leaves nothing of a parameter in the model's own file. */
function emptied(tensors: readonly StoredTensor[]): readonly string[] {
  if (tensors.length < 2 || tensors.some(({ bytes }) => bytes > 0)) return [];
  return ['All tensors are empty, for the weights are divided among the files of the ranks (ZeRO stage 3); join them with zero_to_fp32.py.'];
}

interface Weights {
  readonly tensors: readonly StoredTensor[];
  /** For each tensor left out because it is the same as another: tied.<name> → name of the other. */
  readonly tied: Readonly<Record<string, string>>;
  readonly troubles: readonly string[];
}

function describeWeights(weights: ReadonlyMap<string, PickleValue>, storages: TensorStorages): Weights {
  const tensors: StoredTensor[] = [];
  const tied: [string, string][] = [];
  const troubles: string[] = [];
  const seen = new Map<PickledTensor | PickledArray | string, string>();
  for (const { name, tensor } of namedTensors(weights, troubles)) {
    const identity = identityOf(tensor);
    const other = seen.get(identity);
    const stored = readableTensor(name, tensor, storages);
    if (other !== undefined) tied.push([`tied.${name}`, other]);
    else if (isFailure(stored)) troubles.push(stored.error);
    else tensors.push(stored);
    if (other === undefined) seen.set(identity, name);
  }
  return { tensors, tied: Object.fromEntries(tied), troubles };
}

function namedTensors(weights: ReadonlyMap<string, PickleValue>, troubles: string[]): readonly NamedTensor[] {
  return [...weights].flatMap(([prefix, value]) => {
    const { tensors, unread } = collectTensors(value, prefix);
    troubles.push(...unread.map((name) => `${JSON.stringify(name)} is a tensor of a kind that is not read (sparse, quantised or divided among ranks); save it as a dense one.`));
    return tensors;
  });
}

/** Two names of the same view of the same storage are one tensor (tied embeddings). */
function identityOf(tensor: PickledTensor | PickledArray): PickledTensor | PickledArray | string {
  if (tensor instanceof PickledArray || tensor.storage.embedded) return tensor;
  const { storage, offset, shape, strides, type, negated } = tensor;
  return JSON.stringify([storage.key, storage.start + offset, shape, strides, type, negated]);
}
