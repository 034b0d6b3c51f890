import type { TensorRole } from '../../../model/checkpoint';
import type { ModuleName } from './moduleName';

/** A tensor of which the role is known. */
export interface RoledTensor {
  readonly shape: readonly number[];
  readonly role: TensorRole;
  readonly name: ModuleName;
  /** What the file itself says of it. */
  readonly transposed?: boolean;
}

export interface Layout {
  readonly transposed: boolean;
  readonly assumed: boolean;
}

/**
 * Which matrices are stored as [inputs, outputs]. Kernels of Keras and Flax always are. Names that GPT-2 gave to its
 * Conv1D are used by others for plain linear layers, and stacks of experts exist in both ways: there the side that has the
 * hidden size tells, and for square matrices the other ones of the same model.
 */
export function layoutsOf(tensors: readonly RoledTensor[], metadata: Readonly<Record<string, string | number | boolean>>): readonly Layout[] {
  const hidden = hiddenSize(tensors, metadata);
  const evidence = tensors.map((tensor) => (goesEitherWay(tensor) ? sideEvidence(tensor, hidden) : undefined));
  const majority = majorityOf(evidence);
  return tensors.map((tensor, i) => {
    if (tensor.transposed !== undefined) return { transposed: tensor.transposed, assumed: false };
    if (/kernel$/.test(tensor.name.parameter)) return { transposed: tensor.shape.length > 1, assumed: false };
    if (!goesEitherWay(tensor)) return { transposed: false, assumed: false };
    return { transposed: evidence[i] ?? majority ?? false, assumed: evidence[i] === undefined && majority === undefined };
  });
}

const conv1dNames = new Set(['c_attn', 'c_fc', 'c_proj', 'q_attn']);
const readsHidden = new Set<TensorRole>(['attention.q', 'attention.k', 'attention.v', 'attention.qkv', 'ffn.gate', 'ffn.up', 'ffn.gateUp']);
const writesHidden = new Set<TensorRole>(['attention.o', 'ffn.down']);

function goesEitherWay({ shape, role, name }: RoledTensor): boolean {
  if (!readsHidden.has(role) && !writesHidden.has(role)) return false;
  return shape.length === 3 || (shape.length === 2 && conv1dNames.has(name.module));
}

/** Whether the inputs stand first; undefined where both sides would do. */
function sideEvidence({ shape, role }: RoledTensor, hidden: number | undefined): boolean | undefined {
  // Attention with an axis for its heads has the hidden size at one of the ends.
  const [first, second] = shape.length === 3 && role.startsWith('attention') ? [shape[0], shape[2]] : shape.slice(-2);
  if (first === second) return undefined;
  const reads = readsHidden.has(role);
  // Without a hidden size, the side that fans out: qkv and up projections have more outputs than inputs.
  const narrow = hidden ?? Math.min(first, second);
  if (first === narrow) return reads;
  return second === narrow ? !reads : undefined;
}

function majorityOf(evidence: readonly (boolean | undefined)[]): boolean | undefined {
  const transposed = evidence.filter((found) => found === true).length;
  const plain = evidence.filter((found) => found === false).length;
  return transposed === plain ? undefined : transposed > plain;
}

/** Most common length of the norms of the model, else the width of its embedding, else what the file says. */
function hiddenSize(tensors: readonly RoledTensor[], metadata: Readonly<Record<string, string | number | boolean>>): number | undefined {
  const norms = tensors.filter(({ role, shape, name }) => role === 'norm' && shape.length === 1 && !/(^|_)[qk]_/.test(name.module));
  const embeddings = tensors.filter(({ role, shape }) => role === 'embedding' && shape.length === 2);
  return mostCommon(norms.map(({ shape }) => shape[0])) ?? mostCommon(embeddings.map(({ shape }) => shape[1])) ?? statedSize(metadata);
}

function statedSize(metadata: Readonly<Record<string, string | number | boolean>>): number | undefined {
  const found = Object.entries(metadata).find(([key]) => /(^|\.)(n_embd|hidden_size|d_model|embedding_length)$/.test(key));
  return typeof found?.[1] === 'number' ? found[1] : undefined;
}

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
