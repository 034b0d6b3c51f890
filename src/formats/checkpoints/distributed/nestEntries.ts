import type { PickleValue } from '../pickle/pickleValue';

type Dict = Map<PickleValue, PickleValue>;

/** A value and the keys of the nested dicts in which it stood. */
export interface PathValue {
  readonly path: readonly PickleValue[];
  readonly value: PickleValue;
}

/**
 * Puts the values of a distributed checkpoint back into the nested dicts that were saved, with optimizers in the form
 * of torch.optim.Optimizer.state_dict whether they were saved so or flattened.
 */
export function nestEntries(entries: readonly PathValue[]): Dict {
  const root: Dict = new Map();
  for (const { path, value } of entries) {
    const keys = unflattened(path);
    let dict = root;
    for (const key of keys.slice(0, -1)) dict = childOf(dict, key);
    dict.set(keys[keys.length - 1], value);
  }
  for (const dict of [root, ...dictsIn(root), ...dictsIn(root).flatMap(dictsIn)]) listGroups(dict);
  return root;
}

function dictsIn(dict: Dict): readonly Dict[] {
  return [...dict.values()].filter((value) => value instanceof Map);
}

/** `state.<name>.exp_avg` and `param_groups.<name>.lr`, as get_optimizer_state_dict flattens them. */
function unflattened(path: readonly PickleValue[]): readonly PickleValue[] {
  const last = path[path.length - 1];
  const flat = typeof last === 'string' ? /^(?:(optim|optimizer)\.)?(state|param_groups)\.(.+)\.([^.]+)$/.exec(last) : null;
  // A module may be called "state" too, but then its parameters are weights.
  if (!flat || flat[4] === 'weight' || flat[4] === 'bias') return path;
  const [, named, part, parameter, slot] = flat;
  const container = named ?? (path.length > 1 ? [] : 'optimizer');
  return [...path.slice(0, -1), container, part, parameter, slot].flat();
}

function childOf(dict: Dict, key: PickleValue): Dict {
  const child = dict.get(key);
  if (child instanceof Map) return child;
  const made: Dict = new Map();
  dict.set(key, made);
  return made;
}

/** Turns the groups, which are numbered or stand under the names of their parameters, into a list. */
function listGroups(optimizer: Dict): void {
  const groups = optimizer.get('param_groups');
  if (!(groups instanceof Map)) return;
  const numbered = [...groups.keys()].every((key) => typeof key === 'number');
  optimizer.set('param_groups', numbered ? inOrder(groups) : joinedByOptions(groups));
}

function inOrder(groups: Dict): PickleValue[] {
  return [...groups].sort(([a], [b]) => Number(a) - Number(b)).map(([, group]) => group);
}

/** Parameters with the same options are a group. */
function joinedByOptions(groups: Dict): PickleValue[] {
  const joined = new Map<string, Dict>();
  for (const [name, options] of groups) {
    if (!(options instanceof Map)) continue;
    const key = JSON.stringify([...options].map(([option, value]) => [option, value]).sort(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    const group = joined.get(key) ?? new Map([...options, ['params', []]]);
    (group.get('params') as PickleValue[]).push(name);
    joined.set(key, group);
  }
  return [...joined.values()];
}
