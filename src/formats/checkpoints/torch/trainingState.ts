import { PickledTensor } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { collectTensors } from './collectTensors';
import { dictOf, keyText } from './dictOf';
import { zeroPartition, type ZeroPartition } from './zeroPartition';

/** The parts of what a training loop saves, which every framework names in its own way. */
export interface TrainingState {
  /** Weights by the prefix of their names; the model proper has none. */
  readonly weights: ReadonlyMap<string, PickleValue>;
  readonly optimizers: readonly PickleValue[];
  /** What else stands beside them: counters, arguments, losses. */
  readonly rest: ReadonlyMap<string, PickleValue>;
  /** What people should know of it, in sentences. */
  readonly troubles: readonly string[];
}

/** Tells the weights, the optimizer and the rest of a saved value apart. */
export function trainingState(value: PickleValue): TrainingState {
  const optimizers = optimizersIn(value);
  if (optimizers.length > 0) return { weights: new Map(), optimizers, rest: new Map(), troubles: [] };
  const dict = dictOf(value);
  if (!dict || holdsModule(value)) return { weights: new Map([['', value]]), optimizers: [], rest: new Map(), troubles: [] };
  const divided = zeroPartition(dict);
  return divided ? partOf(divided, dict) : divide(unwrapped(dict));
}

function partOf({ weights, optimizer, troubles }: ZeroPartition, dict: ReadonlyMap<PickleValue, PickleValue>): TrainingState {
  const rest = new Map([...dict].filter(([key]) => key !== 'optimizer_state_dict').map(([key, value]) => [keyText(key), value]));
  return { weights, optimizers: optimizer === undefined ? [] : [optimizer], rest, troubles };
}

/** What an application wraps once more ({ app: { model, optim } }). */
function unwrapped(dict: Map<PickleValue, PickleValue>): Map<PickleValue, PickleValue> {
  const [inner] = dict.values();
  return dict.size === 1 && inner instanceof Map && modelKey(inner) !== undefined && modelKey(dict) === undefined ? inner : dict;
}

/** A dict of parameter states and parameter groups (torch.optim.Optimizer.state_dict). */
export function isOptimizer(value: PickleValue): boolean {
  const dict = value instanceof Map ? value : undefined;
  return dict?.get('state') instanceof Map && (dict.size === 1 || Array.isArray(dict.get('param_groups')));
}

function divide(dict: ReadonlyMap<PickleValue, PickleValue>): TrainingState {
  const weights = new Map<string, PickleValue>();
  const rest = new Map<string, PickleValue>();
  const optimizers: PickleValue[] = [];
  const model = modelKey(dict);
  for (const [key, value] of dict) {
    const name = keyText(key);
    const found = optimizersIn(value);
    if (found.length > 0) optimizers.push(...found);
    else if (key === model) weights.set('', value);
    else if (generator.test(name)) continue;
    else if (isAside(name, value, model !== undefined)) rest.set(name, value);
    else weights.set(name, value);
  }
  return { weights, optimizers, rest, troubles: [] };
}

/** The entry that holds the model, where the value is more than the state_dict itself. */
function modelKey(dict: ReadonlyMap<PickleValue, PickleValue>): PickleValue | undefined {
  return modelKeys.find((key) => {
    const value = dict.get(key);
    return value !== undefined && !(value instanceof PickledTensor) && collectTensors(value).tensors.length > 0;
  });
}

function optimizersIn(value: PickleValue): readonly PickleValue[] {
  if (isOptimizer(value)) return [value];
  const several = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : [];
  return several.length > 0 && several.every(isOptimizer) ? several : [];
}

/** Beside a model, single numbers are counters even when they are tensors; state of schedules and callbacks is no weight. */
function isAside(name: string, value: PickleValue, besideModel: boolean): boolean {
  if (noWeights.test(name)) return true;
  if (value instanceof PickledTensor) return value.shape.length === 0 && (besideModel || counters.test(name));
  const { tensors, unread } = collectTensors(value);
  return unread.length === 0 && tensors.every(({ tensor }) => tensor.shape.length === 0);
}

function holdsModule(value: PickleValue): boolean {
  return !(value instanceof Map) && Boolean(dictOf(value)?.has('_parameters'));
}

/** As PyTorch's tutorials, Lightning, nanoGPT, fairseq, DeepSpeed, Megatron and mmengine name it; the surest first. */
const modelKeys = ['state_dict', 'model_state_dict', 'model', 'module', 'model_state', 'net', 'network', 'weights', 'params'];
const counters = /^(epoch|step|steps|global_step|iter|iteration|iter_num|lr|learning_rate|(\w+_)?loss|tokens|tokens_seen|ntokens_seen)$/i;
/** State of random generators tells nothing. */
const generator = /(^|_)(rng|rngs|rng_state|rng_states|random_state|random_states)(_|$)/i;
const noWeights = /(^|_)(optim|optimizers?|optimizer_states?|lr_schedulers?|schedulers?|callbacks|loops|scaler|grad_scaler|amp)(_|$)/i;
