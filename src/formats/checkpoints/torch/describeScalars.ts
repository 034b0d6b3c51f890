import { Opaque, PickledTensor } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { dictOf, keyText } from './dictOf';

export type Scalar = string | number | boolean;

/** Scalars under dotted names; single numbers in tensors stand for themselves until their values are read. */
export type Scalars = ReadonlyMap<string, Scalar | PickledTensor>;

/** What a checkpoint says of itself beside its weights: epoch, best_val_loss, model_args.n_layer, args.hidden_size. */
export function describeScalars(rest: ReadonlyMap<string, PickleValue>): Scalars {
  const found = new Map<string, Scalar | PickledTensor>();
  const visited = new Set<PickleValue>();
  const visit = (value: PickleValue, name: string, depth: number): void => {
    if (found.size >= mostScalars) return;
    const scalar = scalarOf(value);
    if (scalar !== undefined) found.set(name, scalar);
    else if (depth < deepest && !visited.has(value)) {
      visited.add(value);
      for (const [key, inner] of entriesOf(value)) visit(inner, `${name}.${key}`, depth + 1);
    }
  };
  for (const [name, value] of rest) if (!bookkeeping.test(name)) visit(value, name, 0);
  return found;
}

function scalarOf(value: PickleValue): Scalar | PickledTensor | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value.length <= longestText ? value : undefined;
  if (value instanceof PickledTensor) return value.shape.length === 0 ? value : undefined;
  return undefined;
}

/** Short lists are told by their items (betas, milestones); long ones are data. */
function entriesOf(value: PickleValue): readonly (readonly [string, PickleValue])[] {
  if (Array.isArray(value)) return value.length <= longestList ? value.map((item, i) => [String(i), item] as const) : [];
  if (value instanceof Opaque && /^(torch|transformers)\.(nn|optim)\b/.test(value.path)) return [];
  return [...(dictOf(value) ?? [])].filter(([key]) => !keyText(key).startsWith('_')).map(([key, inner]) => [keyText(key), inner] as const);
}

/** DeepSpeed lists every parameter once more. */
const bookkeeping = /^(\w*param_shapes|buffer_names|shared_params|frozen_param_\w+|sparse_tensor_module_names)$/;
const mostScalars = 300;
const longestText = 200;
const longestList = 8;
const deepest = 4;
