import type { Source } from '../../../model/source';
import type { Failure } from '../failure';
import type { NumberType } from '../numberTypes';
import { numpyType } from '../numpyType';
import { sizeOf } from '../strided';

/** Header of an .npy file (numpy, NEP 1), versions 1 to 3. */
export interface NpyHeader {
  readonly type: NumberType;
  readonly bigEndian: boolean;
  /** Values stand column after column. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes before the values. */
  readonly dataStart: number;
}

/** Reads the header of `source`, of whose `size` bytes the first ones suffice. Nothing in it is evaluated: it is matched. */
export async function readNpyHeader(source: Source, size: number): Promise<NpyHeader | Failure> {
  const start = await source.read(0, 12);
  if (!isNpy(start) || start.length < 12) return { error: 'This is not an array of numpy: it does not begin with "NUMPY" and a version. Save it again with numpy.save.' };
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const textStart = start[6] === 1 ? 10 : 12;
  const length = start[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start[6] < 1 || start[6] > 3) return { error: `This array has version ${start[6]} of numpy's format; versions 1 to 3 are read. Save it again with numpy.save.` };
  if (length > longestHeader) return { error: `The header of this array takes ${length} bytes, more than Plateau reads (${longestHeader}). Save the array again with numpy.save.` };
  const bytes = await source.read(textStart, length);
  if (bytes.length < length) return cutOff;
  const header = parseHeader(new TextDecoder('latin1').decode(bytes));
  if ('error' in header) return header;
  const dataStart = textStart + length;
  const needed = sizeOf(header.shape) * (header.type.bits / 8);
  return dataStart + needed <= size ? { ...header, dataStart } : cutOff;
}

/** Whether bytes begin as an .npy file does. */
export function isNpy(head: Uint8Array): boolean {
  return head[0] === 0x93 && String.fromCharCode(...head.subarray(1, 6)) === 'NUMPY';
}

const longestHeader = 1 << 16;
const cutOff: Failure = { error: 'The array ends before its values do: it was cut off or is still being written. Wait, or copy it again.' };

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }` */
function parseHeader(text: string): Omit<NpyHeader, 'dataStart'> | Failure {
  const order = /'fortran_order': *(True|False)/.exec(text);
  const shape = /'shape': *\(([\d, L]*)\)/.exec(text);
  if (!order || !shape) return { error: 'The header of this array is damaged. Save it again with numpy.save.' };
  const description = /'descr': *'([^']*)'/.exec(text);
  if (!description) return { error: 'This array has named fields, which are no matrix. Save each field as an array of its own.' };
  if (description[1].endsWith('O')) return { error: 'This array holds Python objects, which only a program could rebuild. Save arrays of numbers instead.' };
  const found = numpyType(description[1]);
  if (!found) return { error: `This array has the type ${JSON.stringify(description[1])}, which is no number. Save it as float32.` };
  const lengths = shape[1].split(',').map((part) => part.replace('L', '').trim()).filter((part) => part !== '').map(Number);
  return { ...found, fortranOrder: order[1] === 'True', shape: lengths };
}
