import { numberTypes } from '../numberTypes';
import type { NumberType } from '../numberTypes';

export interface Hdf5Number {
  readonly type: NumberType;
  readonly bigEndian: boolean;
}

/** The number type of a datatype message, or undefined where it is none that can be read. */
export function numberTypeOf(view: DataView): Hdf5Number | undefined {
  const type = numberTypes.get(nameOf(view));
  return type && { type, bigEndian: (view.getUint8(1) & 1) === 1 && type.bits > 8 };
}

function nameOf(view: DataView): string {
  const bits = view.getUint32(4, true) * 8;
  const kind = view.getUint8(0) & 15;
  if (kind === 0) return `${view.getUint8(1) & 8 ? 'I' : 'U'}${bits}`;
  // numpy's bool is an enumeration of 8-bit integers.
  if (kind === 8 && bits === 8) return 'BOOL';
  // bfloat16 has no HDF5 type: h5py writes its two bytes as they are.
  if (kind === 5 && bits === 16) return 'BF16';
  if (kind !== 1 || view.byteLength < 20) return '';
  const exponentBits = view.getUint8(13);
  return bits === 16 && exponentBits === 8 ? 'BF16' : `F${bits}`;
}

/** Kinds of text: of fixed length, or somewhere in the global heap. */
export function isFixedText(view: DataView): boolean {
  return (view.getUint8(0) & 15) === 3;
}

export function isHeapText(view: DataView): boolean {
  return (view.getUint8(0) & 15) === 9 && (view.getUint8(1) & 15) === 1;
}
