import { decodeNumbers } from '../numberTypes';
import { numpyType } from '../numpyType';
import { swapBytes } from '../swapBytes';
import type { PickleConstructor } from './pickleConstructor';
import { Opaque, PickledArray } from './pickleValue';
import type { PickleValue } from './pickleValue';

/** Arrays and scalars of numpy (the modules changed their names with numpy 2). */
export const numpyConstructors: Readonly<Record<string, PickleConstructor>> = {
  'numpy.core.multiarray._reconstruct': () => new PickledArray(),
  'numpy._core.multiarray._reconstruct': () => new PickledArray(),
  'numpy.core.multiarray.scalar': scalar,
  'numpy._core.multiarray.scalar': scalar,
  'numpy.core.numeric._frombuffer': fromBuffer,
  'numpy._core.numeric._frombuffer': fromBuffer,
};

/** Gives an array the state that `ndarray.__reduce__` wrote: version, shape, type, columns first, bytes. */
export function buildArray(array: PickledArray, state: PickleValue): void {
  if (!Array.isArray(state) || state.length !== 5) return;
  fill(array, state[4], state[2], [state[1], state[3]]);
}

function fromBuffer([bytes, dtype, shape, order]: readonly PickleValue[]): PickleValue {
  const array = new PickledArray();
  fill(array, bytes, dtype, [shape, order === 'F']);
  return array;
}

function fill(array: PickledArray, content: PickleValue, dtype: PickleValue, [shape, fortran]: readonly PickleValue[]): void {
  const bytes = bytesOf(content);
  if (!bytes || !Array.isArray(shape) || !shape.every((length): length is number => Number.isSafeInteger(length) && Number(length) >= 0)) return;
  array.type = description(dtype);
  array.shape = shape;
  array.fortran = fortran === true;
  array.bytes = bytes;
}

function scalar([dtype, content]: readonly PickleValue[]): PickleValue | undefined {
  const found = numpyType(description(dtype));
  const bytes = bytesOf(content);
  if (!found?.type.decode || !bytes || bytes.length !== found.type.bits / 8) return undefined;
  const [value] = decodeNumbers(found.type, found.bigEndian ? swapBytes(bytes, bytes.length) : bytes, 1);
  return found.type.name === 'BOOL' ? value !== 0 : value;
}

/** "<f4": the type stands in the arguments of numpy.dtype, the order of bytes in its state. */
function description(dtype: PickleValue): string {
  if (typeof dtype === 'string') return dtype;
  if (!(dtype instanceof Opaque) || dtype.path !== 'numpy.dtype' || !Array.isArray(dtype.args) || typeof dtype.args[0] !== 'string') return '';
  const order = Array.isArray(dtype.state) ? dtype.state[1] : '';
  return `${typeof order === 'string' ? order : ''}${dtype.args[0]}`;
}

/** Python 2 wrote bytes as text. */
function bytesOf(content: PickleValue): Uint8Array | undefined {
  if (content instanceof Uint8Array) return content;
  return typeof content === 'string' ? Uint8Array.from(content, (character) => character.charCodeAt(0)) : undefined;
}
