import type { TensorRole } from '../../../model/checkpoint';
import type { RoledTensor } from './layout';
import { feedForwardHome } from './moduleName';

/**
 * Roles by index of the matrices of feed-forward layers whose modules have numbers for names (`ffwd.net.0`, `mlp.2`): of the two or
 * three of one layer the last leads from the hidden width back, D → d, and the others there, d → D. Where D = d nothing can be told.
 */
export function shapedFeedForward(tensors: readonly RoledTensor[]): ReadonlyMap<number, TensorRole> {
  const found = new Map<number, TensorRole>();
  for (const indices of layersOf(tensors).values()) {
    if (!indices.some((i) => tensors[i].role === 'linear')) continue;
    rolesOf(indices.map((i) => sidesOf(tensors[i]))).forEach((role, at) => found.set(indices[at], role));
  }
  return found;
}

/** Indices of the matrices of each feed-forward layer in a block, by its path. */
function layersOf(tensors: readonly RoledTensor[]): ReadonlyMap<string, readonly number[]> {
  const layers = new Map<string, number[]>();
  tensors.forEach(({ name, role, shape }, i) => {
    if (name.layer === null || name.part !== 'feedForward' || shape.length !== 2 || !isPart.test(role)) return;
    const home = feedForwardHome(name.path);
    layers.set(home, [...layers.get(home) ?? [], i]);
  });
  return layers;
}

const isPart = /^(linear|ffn\..+)$/;

interface Sides {
  readonly inputs: number;
  readonly outputs: number;
}

function sidesOf({ shape: [first, second], name }: RoledTensor): Sides {
  return name.parameter.endsWith('kernel') ? { inputs: first, outputs: second } : { inputs: second, outputs: first };
}

/** Nothing where the shapes are not those of such a layer. */
function rolesOf(matrices: readonly Sides[]): readonly TensorRole[] {
  const ups = matrices.slice(0, -1);
  const down = matrices[matrices.length - 1];
  if (ups.length < 1 || ups.length > 2 || down.inputs === down.outputs || ups.some(({ inputs }) => inputs !== down.outputs)) return [];
  if (ups.every(({ outputs }) => outputs === down.inputs)) return [...ups.map(() => 'ffn.up' as const), 'ffn.down'];
  return ups.length === 1 && ups[0].outputs === 2 * down.inputs ? ['ffn.gateUp', 'ffn.down'] : [];
}
