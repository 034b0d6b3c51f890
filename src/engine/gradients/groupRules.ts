import type { PlacedTensor } from '../../model/checkpoint';
import { say } from '../../model/say';

/** A way in which training code divides the parameters of a model among the groups of its optimizer. */
export interface GroupRule {
  /** For people: how the groups are told apart. */
  name(): string;
  /** Number of the group, from 0. */
  groupOf(tensor: PlacedTensor, all: readonly PlacedTensor[]): number;
}

/**
 * How frameworks divide parameters into two groups, with and without weight decay; the most usual first. Whichever gives every group
 * parameters of the right shapes is taken.
 */
export const groupRules: readonly GroupRule[] = [
  { name: () => say`matrices decay, vectors do not (nanoGPT)`, groupOf: ({ shape }) => (shape.length >= 2 ? 0 : 1) },
  { name: () => say`norms and biases do not decay (Transformers)`, groupOf: (tensor) => (isBias(tensor) || tensor.role === 'norm' ? 1 : 0) },
  { name: () => say`what is called norm or bias does not decay (Transformers 5)`, groupOf: (tensor) => (/bias|layernorm|rmsnorm|(^|[._])norm(\.|$)/i.test(tensor.name) || tensor.role === 'norm' ? 1 : 0) },
  { name: () => say`layer norms and biases do not decay (Transformers before version 4.50)`, groupOf: (tensor, all) => (isBias(tensor) || isLayerNorm(tensor, all) ? 1 : 0) },
  { name: () => say`biases do not decay`, groupOf: (tensor) => (isBias(tensor) ? 1 : 0) },
  { name: () => say`vectors and embeddings do not decay`, groupOf: ({ shape, role }) => (shape.length < 2 || role === 'embedding' ? 1 : 0) },
  { name: () => say`everything decays`, groupOf: () => 0 },
];

function isBias({ name }: PlacedTensor): boolean {
  return /(^|[._])bias$/.test(name);
}

/** torch.nn.LayerNorm has a bias, norms by the root mean square have none. */
function isLayerNorm({ name, role }: PlacedTensor, all: readonly PlacedTensor[]): boolean {
  return role === 'norm' && all.some((other) => other.name === name.replace(/weight$/, 'bias') && other.name !== name);
}
