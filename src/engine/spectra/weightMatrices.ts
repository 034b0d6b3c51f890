import type { ExpertShare } from '../../formats/checkpoints/adapters';
import type { PlacedTensor, TensorRole } from '../../model/checkpoint';

/** A matrix among the weights of a checkpoint: a tensor, one slice of it, or the product of an adapter's two. Plain data. */
export interface WeightMatrix {
  readonly name: string;
  readonly role: TensorRole | 'adapter';
  readonly layer: number | null;
  /** As stored, or as two axes where the outputs stand last; rows are the first axis, the others together are the columns. */
  readonly shape: readonly number[];
  /** Number of eigenvalues that there can be: the smaller side, the rank of an adapter. */
  readonly width: number;
  readonly parts: WeightParts;
}

export type WeightParts =
  | { readonly kind: 'tensor'; readonly tensor: string }
  /** One of several matrices that are stacked along the first axis (experts of a mixture). */
  | { readonly kind: 'slice'; readonly tensor: string; readonly index: number }
  /** B·A of a low-rank adapter, as the names of its tensors. */
  | { readonly kind: 'product'; readonly a: string; readonly b: string; readonly scaling: number; readonly expert?: ExpertShare; readonly diagonal?: string };

/** The matrices of a checkpoint that have a spectrum, in the order of the model. Adapters are the caller's: pairs know more than names. */
export function weightMatrices(tensors: readonly PlacedTensor[]): readonly WeightMatrix[] {
  return tensors.filter(isWeight).flatMap((tensor) => (isStack(tensor) ? slicesOf(tensor) : [whole(tensor)]));
}

/** Halves of products, and biases that have an axis for the heads of attention. */
const noMatrices: ReadonlySet<TensorRole> = new Set(['adapter.A', 'adapter.B', 'bias']);
const numbers = /^(?:F|BF|Q|IQ|TQ|MXFP|NVFP|FLOAT|DOUBLE|HALF)/i;

function isWeight({ shape, role, type }: PlacedTensor): boolean {
  // A vector with axes of one beside it is no matrix.
  const isMatrix = shape.length === 2 || shape.filter((side) => side > 1).length >= 2;
  return isMatrix && shape.every((side) => side > 0) && !noMatrices.has(role) && numbers.test(type);
}

/** Three axes are a stack of matrices, unless they are a convolution over one dimension, or attention with an axis for its heads. */
function isStack({ shape, role }: PlacedTensor): boolean {
  return shape.length === 3 && role !== 'convolution' && !role.startsWith('attention');
}

function whole(tensor: PlacedTensor): WeightMatrix {
  const { name, role, layer } = tensor;
  const shape = matrixShape(tensor);
  return { name, role, layer, shape, width: smallerSide(shape), parts: { kind: 'tensor', tensor: name } };
}

/** Kernels of Keras and Flax have their outputs last: height × width × inputs × outputs of a convolution, heads × size × outputs of attention. */
function matrixShape({ shape, role, transposed }: PlacedTensor): readonly number[] {
  if (shape.length < 3 || !transposed || readsHidden.test(role)) return shape;
  const outputs = shape[shape.length - 1];
  return [shape.reduce((product, side) => product * side, 1) / outputs, outputs];
}

/** Of these the inputs are the first axis, and heads × size are the outputs. */
const readsHidden = /^attention\.(q|k|v|qkv)$/;

function slicesOf({ name, role, layer, shape: [count, ...shape] }: PlacedTensor): readonly WeightMatrix[] {
  return Array.from({ length: count }, (_, index) => (
    { name: `${name}[${index}]`, role, layer, shape, width: smallerSide(shape), parts: { kind: 'slice', tensor: name, index } as const }));
}

function smallerSide([rows, ...rest]: readonly number[]): number {
  return Math.min(rows, rest.reduce((product, side) => product * side, 1));
}
