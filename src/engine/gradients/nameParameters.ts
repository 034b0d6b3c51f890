import type { StoredOptimizer } from '../../formats/checkpoints/checkpointFormat';
import type { PlacedTensor } from '../../model/checkpoint';
import { say } from '../../model/say';
import { groupRules } from './groupRules';
import { interleavedGroups } from './interleavedGroups';
import { registrationOrders } from './parameterOrder';
import { partlyTrained, usuallyTrained, type TrainedTensors } from './trainedTensors';

/** Names of the parameters of an optimizer, by its keys. */
export interface ParameterNames {
  readonly names: ReadonlyMap<number | string, ParameterName>;
  /** What they rest on, and what remains open. */
  readonly notes: readonly string[];
}

export interface ParameterName {
  readonly name: string;
  /** Another parameter of its group has the same shape, so that the two may be swapped. */
  readonly assumed: boolean;
}

export interface NamingQuestion {
  readonly groups: StoredOptimizer['groups'];
  /** Shapes by key; parameters that were never updated have none. */
  readonly shapes: ReadonlyMap<number | string, readonly number[]>;
  /** Tensors of the model, in the order of the file. */
  readonly tensors: readonly PlacedTensor[];
  /** The file keeps them in the order in which the model registered them, not by the alphabet. */
  readonly registered: boolean;
}

/**
 * Names the parameters of an optimizer, which counts them through its groups: by the order of the model and the usual rules of grouping,
 * taken only where all shapes agree. Where shapes agree with more than one order, the names are marked as assumed.
 */
export function nameParameters(question: NamingQuestion): ParameterNames {
  const keys = [...new Set([...question.groups.flatMap(({ parameters }) => parameters), ...question.shapes.keys()])];
  if (keys.every((key) => typeof key === 'string')) return { names: new Map(keys.map((key) => [key, { name: key, assumed: false }])), notes: [] };
  const found = fittingOrders(question);
  if (found.length === 0) return { names: new Map(keys.map((key) => [key, { name: `parameters.${key}`, assumed: true }])), notes: [unnamed(question)] };
  const [{ named, rule, partial }] = found;
  const names = new Map([...named].map(([key, { name }]) => [key, { name, assumed: partial || isAmbiguous(key, question) || found.some((other) => other.named.get(key)?.name !== name) }]));
  return { names, notes: ambiguityNote(names, rule) };
}

interface FittingOrder {
  readonly named: ReadonlyMap<number | string, PlacedTensor>;
  readonly rule: string;
  /** Others of the same shapes may be the trained ones. */
  readonly partial: boolean;
}

function fittingOrders(question: NamingQuestion): readonly FittingOrder[] {
  const whole = usuallyTrained(question.tensors).flatMap((trained) => ordersOf(trained, question));
  return whole.length > 0 ? whole : partlyTrained(question.tensors).flatMap((trained) => ordersOf(trained, question)).slice(0, 1);
}

function ordersOf({ tensors, partOfModel }: TrainedTensors, { groups, shapes, registered }: NamingQuestion): readonly FittingOrder[] {
  const counted = groups.map(({ parameters }) => parameters);
  if (tensors.length === 0 || tensors.length !== counted.flat().length) return [];
  const orders = registered ? [tensors] : registrationOrders(tensors);
  return (orders.length > 0 ? orders : [tensors]).flatMap((order) => dividings(order, counted, shapes).flatMap(({ divided, rule }) => {
    const named = matched(counted, divided, shapes);
    return named ? [{ named, rule: partOfModel ? say`${rule}; ${partOfModel} are taken for what is trained` : rule, partial: partOfModel !== undefined }] : [];
  }));
}

/** Two groups by the rules; any other number one after the other; else each in the order of the model, where shapes alone tell them apart. */
function dividings(order: readonly PlacedTensor[], groups: readonly (readonly (number | string)[])[], shapes: NamingQuestion['shapes']) {
  const used = groups.filter((group) => group.length > 0);
  const byShape = interleavedGroups(order, groups, shapes);
  const others = byShape ? [{ divided: byShape, rule: say`each group in the order of the model, told apart by shapes` }] : [];
  if (used.length !== 2) return [{ divided: inTurn(order, groups), rule: say`the groups follow one another in the order of the model` }, ...others];
  const ruled = groupRules.map(({ name, groupOf }) => ({ divided: groups.map((_, at) => order.filter((tensor) => groupOf(tensor, order) === at)), rule: name() }));
  return [...ruled, ...others];
}

function inTurn(order: readonly PlacedTensor[], groups: readonly (readonly unknown[])[]): readonly (readonly PlacedTensor[])[] {
  let from = 0;
  return groups.map(({ length }, i) => order.slice(from, i === groups.length - 1 ? order.length : (from += length)));
}

function matched(groups: readonly (readonly (number | string)[])[], divided: readonly (readonly PlacedTensor[])[], shapes: NamingQuestion['shapes']): ReadonlyMap<number | string, PlacedTensor> | undefined {
  const pairs = groups.flatMap((keys, i) => keys.map((key, at) => [key, divided[i][at]] as const));
  const complete = groups.every((keys, i) => keys.length === divided[i].length);
  return complete && pairs.every(([key, tensor]) => sameShape(shapes.get(key), tensor.shape)) ? new Map(pairs) : undefined;
}

function sameShape(shape: readonly number[] | undefined, other: readonly number[]): boolean {
  return shape === undefined || (shape.length === other.length && shape.every((length, i) => length === other[i]));
}

function isAmbiguous(key: number | string, { groups, shapes }: NamingQuestion): boolean {
  const group = groups.find(({ parameters }) => parameters.includes(key));
  const shape = shapes.get(key);
  return shape === undefined || (group?.parameters.some((other) => other !== key && sameShape(shapes.get(other), shape)) ?? true);
}

function ambiguityNote(names: ReadonlyMap<unknown, ParameterName>, rule: string): readonly string[] {
  const assumed = [...names.values()].filter((name) => name.assumed).length;
  if (assumed === 0) return [];
  return [say`Names of ${assumed} of ${names.size} parameters are assumed: the optimizer counts its parameters (${rule}), all shapes agree, but those of equal shape could be swapped.`];
}

function unnamed({ shapes, tensors }: NamingQuestion): string {
  const why = tensors.length === 0 ? say`no weights stand beside the optimizer` : say`the shapes of its ${shapes.size} parameters agree with those of the model in no usual order`;
  return say`The parameters are numbered, not named: ${why}. Save the optimizer with names (PyTorch 2.6: build it from model.named_parameters()).`;
}
