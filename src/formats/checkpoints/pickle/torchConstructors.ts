import { numberTypes } from '../numberTypes';
import type { PickleConstructor } from './pickleConstructor';
import { PickledTensor, PickleGlobal, TensorStorage } from './pickleValue';
import type { PickleValue } from './pickleValue';
import { torchType, untyped } from './torchTypes';

/** How PyTorch's pickles make tensors (torch/_utils.py), as descriptions of where their values stand. */
export const torchConstructors: Readonly<Record<string, PickleConstructor>> = {
  'torch._utils._rebuild_tensor': rebuild,
  'torch._utils._rebuild_tensor_v2': rebuild,
  'torch._utils._rebuild_tensor_v3': rebuildTyped,
  'torch._utils._rebuild_parameter': tensorOf,
  'torch._utils._rebuild_parameter_with_state': tensorOf,
  'torch.storage._load_from_bytes': ([bytes]) => (bytes instanceof Uint8Array ? new TensorStorage({ key: '', type: untyped, elements: bytes.length }, 0, bytes) : undefined),
  'torch.nn.parameter.Parameter': tensorOf,
  'torch.nn.parameter.Buffer': tensorOf,
  'torch.Size': ([shape]) => (Array.isArray(shape) ? shape : undefined),
  'torch.device': ([kind]) => (typeof kind === 'string' ? kind : undefined),
};

function rebuild([storage, offset, shape, strides, , , metadata]: readonly PickleValue[]): PickleValue | undefined {
  const made = storage instanceof TensorStorage ? view(storage, storage.type, offset, [shape, strides]) : undefined;
  return made && metadata instanceof Map && metadata.get('neg') === true ? new PickledTensor({ ...made, negated: true }) : made;
}

function rebuildTyped([storage, offset, shape, strides, , , dtype]: readonly PickleValue[]): PickleValue | undefined {
  if (!(storage instanceof TensorStorage) || !(dtype instanceof PickleGlobal)) return undefined;
  const type = torchType(dtype.name);
  const bytes = storage.elements * ((numberTypes.get(storage.type)?.bits ?? 8) / 8);
  const bits = numberTypes.get(type)?.bits ?? 8;
  const typed = new TensorStorage({ key: storage.key, type, elements: Math.floor((bytes * 8) / bits) }, storage.start, storage.embedded);
  const made = view(typed, type, offset, [shape, strides]);
  return made && dtype.name.endsWith('_x2') ? pairwise(made) : made;
}

function view(storage: TensorStorage, type: string, offset: PickleValue, [shape, strides]: readonly PickleValue[]): PickledTensor | undefined {
  if (!isCount(offset) || !areCounts(shape) || !areCounts(strides) || shape.length !== strides.length) return undefined;
  return new PickledTensor({ storage, type, offset, shape, strides });
}

/** A type whose element is a pair of numbers: the last dimension is twice as long as PyTorch says. */
function pairwise(tensor: PickledTensor): PickledTensor | undefined {
  const last = tensor.shape.length - 1;
  if (tensor.strides[last] !== 1) return undefined;
  return new PickledTensor({
    ...tensor,
    offset: 2 * tensor.offset,
    shape: tensor.shape.map((length, i) => (i === last ? 2 * length : length)),
    strides: tensor.strides.map((stride, i) => (i === last ? 1 : 2 * stride)),
  });
}

function tensorOf([data]: readonly PickleValue[]): PickleValue | undefined {
  return data instanceof PickledTensor ? data : undefined;
}

function areCounts(value: PickleValue): value is number[] {
  return Array.isArray(value) && value.length <= mostDimensions && value.every(isCount);
}

function isCount(value: PickleValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** PyTorch's own limit. */
const mostDimensions = 64;
