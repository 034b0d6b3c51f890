import { blockwiseMoments } from '../blockwiseMoments';
import type { OptimizerGroup, OptimizerState, StoredOptimizer, StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import { mapLimited } from '../mapLimited';
import { PickledArray, PickledTensor } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { describeScalars } from './describeScalars';
import { keyText } from './dictOf';
import { readScalars } from './readScalars';
import { readableTensor } from './tensorReader';
import type { TensorStorages } from './tensorStorages';

type ParameterKey = number | string;

/** Groups and state of a saved optimizer (torch.optim.Optimizer.state_dict and its kin). */
export async function describeOptimizer(value: PickleValue, storages: TensorStorages): Promise<StoredOptimizer> {
  const dict = value instanceof Map ? value : new Map<PickleValue, PickleValue>();
  const groups = dictsIn(dict.get('param_groups'));
  const names = parameterNames(groups);
  const states = [...mapOf(dict.get('state'))].filter((entry): entry is [PickleValue, Map<PickleValue, PickleValue>] => entry[1] instanceof Map);
  const read = await mapLimited(states, parallelReads, async ([key, state]) => [nameOf(key, names), await describeState(state, storages)] as const);
  return { groups: await Promise.all(groups.map((group) => describeGroup(group, names, storages))), state: new Map(read) };
}

async function describeGroup(group: ReadonlyMap<PickleValue, PickleValue>, names: ParameterNames, storages: TensorStorages): Promise<OptimizerGroup> {
  const parameters = group.get('params');
  const options = new Map([...group].filter(([key]) => key !== 'params' && key !== 'param_names').map(([key, value]) => [keyText(key), value]));
  return {
    parameters: Array.isArray(parameters) ? parameters.map((key) => nameOf(key, names)) : [],
    options: await readScalars(describeScalars(options), storages),
  };
}

async function describeState(state: ReadonlyMap<PickleValue, PickleValue>, storages: TensorStorages): Promise<OptimizerState> {
  const scalars = new Map<string, PickleValue>();
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of flattened(state)) {
    if (isTensor(value) && value.shape.length > 0) addTensor(tensors, name, value, storages);
    else scalars.set(name, value);
  }
  for (const [name, tensor] of blockwiseMoments(tensors)) if (!tensors.has(name)) tensors.set(name, tensor);
  const read = Object.entries(await readScalars(describeScalars(scalars), storages));
  return { scalars: Object.fromEntries(read.filter((entry): entry is [string, number] => typeof entry[1] === 'number')), tensors };
}

/** Newer versions of bitsandbytes keep its tensors in a dict inside the state. */
function flattened(state: ReadonlyMap<PickleValue, PickleValue>): readonly (readonly [string, PickleValue])[] {
  return [...state].flatMap(([key, value]) => (value instanceof Map && keyText(key).startsWith('__') ? flattened(value) : [[keyText(key), value] as const]));
}

function addTensor(tensors: Map<string, StoredTensor>, name: string, value: PickledTensor | PickledArray, storages: TensorStorages): void {
  const tensor = readableTensor(name, value, storages);
  if (!isFailure(tensor)) tensors.set(name, tensor);
}

type ParameterNames = ReadonlyMap<ParameterKey, string>;

/** Names by index, where every group tells those of its parameters. */
function parameterNames(groups: readonly ReadonlyMap<PickleValue, PickleValue>[]): ParameterNames {
  const names = new Map<ParameterKey, string>();
  for (const group of groups) {
    const indices = group.get('params');
    const given = group.get('param_names');
    if (!Array.isArray(indices) || !Array.isArray(given) || indices.length !== given.length) return new Map();
    indices.forEach((index, i) => names.set(keyOf(index), keyText(given[i])));
  }
  return names;
}

function nameOf(key: PickleValue, names: ParameterNames): ParameterKey {
  const index = keyOf(key);
  return names.get(index) ?? index;
}

/** Some writers turn indices into text. */
function keyOf(key: PickleValue): ParameterKey {
  const text = keyText(key);
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function isTensor(value: PickleValue): value is PickledTensor | PickledArray {
  return value instanceof PickledTensor || value instanceof PickledArray;
}

function mapOf(value: PickleValue | undefined): Map<PickleValue, PickleValue> {
  return value instanceof Map ? value : new Map();
}

function dictsIn(value: PickleValue | undefined): readonly Map<PickleValue, PickleValue>[] {
  return Array.isArray(value) ? value.filter((item) => item instanceof Map) : [];
}

const parallelReads = 16;
