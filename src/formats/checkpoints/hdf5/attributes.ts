import type { Hdf5File } from './hdf5File';
import { address, expectSignature } from './hdf5File';
import { textAt } from './groupLinks';
import { isFixedText, isHeapText } from './datatype';
import { messageTypes } from './objectHeader';
import type { Message } from './objectHeader';

/** Texts among the attributes of an object, shortened to `limit` bytes. Attributes of other types are left out. */
export async function textAttributes(file: Hdf5File, messages: readonly Message[], limit: number): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = Object.create(null);
  for (const { type, view } of messages) {
    if (type !== messageTypes.attribute || view.byteLength < 9) continue;
    const { name, datatype, valueAt } = partsOf(view);
    if (isFixedText(datatype)) found[name] = textAt(view, valueAt, Math.min(view.byteLength - valueAt, limit));
    else if (isHeapText(datatype) && valueAt + 16 <= view.byteLength) found[name] = await heapText(file, view, valueAt, limit);
  }
  return found;
}

function partsOf(view: DataView): { name: string; datatype: DataView; valueAt: number } {
  const version = view.getUint8(0);
  const [nameLength, typeLength, spaceLength] = [2, 4, 6].map((at) => view.getUint16(at, true));
  // Version 1 fills each part up to a multiple of 8 bytes; version 3 has a byte for the encoding of the name.
  const padded = (length: number): number => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const nameAt = version === 3 ? 9 : 8;
  const typeAt = nameAt + padded(nameLength);
  const name = textAt(view, nameAt, nameLength);
  return { name, datatype: new DataView(view.buffer, view.byteOffset + typeAt, typeLength), valueAt: typeAt + padded(typeLength) + padded(spaceLength) };
}

/** length | address of a collection of the global heap | index in it */
async function heapText(file: Hdf5File, view: DataView, at: number, limit: number): Promise<string> {
  const length = view.getUint32(at, true);
  const collection = address(view, at + 4);
  const index = view.getUint32(at + 12, true);
  const head = await file.view(collection, 16);
  expectSignature(head, 'GCOL');
  const end = collection + address(head, 8);
  for (let object = collection + 16; object + 16 <= end;) {
    const header = await file.view(object, 16);
    const size = address(header, 8);
    if (header.getUint16(0, true) === index) return textAt(await file.view(object + 16, Math.min(length, size, limit)), 0, Math.min(length, size, limit));
    if (header.getUint16(0, true) === 0) break;
    object += 16 + Math.ceil(size / 8) * 8;
  }
  return '';
}
