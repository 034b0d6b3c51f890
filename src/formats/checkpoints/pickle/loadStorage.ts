import { PickleGlobal, TensorStorage } from './pickleValue';
import type { PickleValue } from './pickleValue';
import { torchType } from './torchTypes';

/**
 * The persistent identifiers of PyTorch's files (torch/serialization.py): ('storage', class, key, location, numbers)
 * and, in files of the oldest form, a view as sixth: (key, offset, numbers). ('module', class, …) wraps a class.
 */
export function loadStorage(identifier: PickleValue): PickleValue {
  if (!Array.isArray(identifier)) return identifier;
  const [kind, type, key, , elements, view] = identifier;
  if (kind === 'module') return type ?? null;
  if (kind !== 'storage' || !(type instanceof PickleGlobal) || typeof elements !== 'number') return identifier;
  if ((typeof key !== 'string' && typeof key !== 'number') || !Number.isSafeInteger(elements) || elements < 0) return identifier;
  const start = Array.isArray(view) && typeof view[1] === 'number' ? view[1] : 0;
  return new TensorStorage({ key: String(key), type: torchType(type.name), elements }, start);
}
