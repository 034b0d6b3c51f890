import type { HeaderReader } from '../headerReader';
import { Malformed } from '../malformed';

/** A field of a protocol buffer message in a file. */
export interface ProtoField {
  readonly number: number;
  /** Value of a varint; 0 for others. */
  readonly value: number;
  /** Where the content of a field with a length, or of a fixed width, stands in the file; empty for a varint. */
  readonly start: number;
  readonly length: number;
}

/**
 * The fields of the message that reaches to `end`, one after the other. Contents are not read: who wants one reads it
 * from the reader before the next field is asked for.
 */
export async function* protoFields(reader: HeaderReader, end: number): AsyncGenerator<ProtoField> {
  while (reader.position < end) {
    const key = await varint(reader);
    const number = Math.floor(key / 8);
    const wire = key % 8;
    const value = wire === 0 ? await varint(reader) : 0;
    const length = wire === 0 ? 0 : await lengthOf(reader, wire);
    const start = reader.position;
    if (start + length > end) throw damaged();
    yield { number, value, start, length };
    reader.skip(start + length - reader.position);
  }
}

/** A varint as unsigned, exact up to 2^53. */
async function varint(reader: HeaderReader): Promise<number> {
  await reader.ensure(Math.min(10, reader.left));
  let value = 0;
  for (let i = 0; i < 10 && reader.left > 0; i++) {
    const byte = reader.take(1, (view, at) => view.getUint8(at));
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return value;
  }
  throw damaged();
}

async function lengthOf(reader: HeaderReader, wire: number): Promise<number> {
  if (wire === 2) return varint(reader);
  if (wire === 1) return 8;
  if (wire === 5) return 4;
  throw damaged();
}

function damaged(): Malformed {
  return new Malformed('The file does not follow the ONNX format: it is damaged, cut off or still being written. Copy or export it again.');
}
