import { inflateSync } from 'fflate';
import type { Source } from '../../../model/source';
import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { sliceSource } from '../sliceSource';
import type { ZipEntry } from './zipEntry';

/** The bytes of an entry, inflated where it is deflated; refused where they are more than `limit`. */
export async function readZipEntry(source: Source, entry: ZipEntry, limit: number): Promise<Uint8Array | Failure> {
  const start = await findEntryData(source, entry);
  if (isFailure(start)) return start;
  const largest = Math.max(entry.size, entry.compressedSize);
  if (largest > limit) {
    return { error: `The archive's entry ${JSON.stringify(entry.name)} takes ${largest} bytes, more than Plateau reads (${limit}).` };
  }
  const packed = await source.read(start.offset, entry.compressedSize);
  if (packed.length < entry.compressedSize) return { error: `The file ends within its entry ${JSON.stringify(entry.name)}; copy it again.` };
  return entry.method === 0 ? packed : inflate(packed, entry);
}

/** A stored entry as a file of its own, of which any stretch can be read; deflated ones cannot be read by stretches. */
export async function zipEntrySource(source: Source, entry: ZipEntry): Promise<Source | Failure> {
  const start = await findEntryData(source, entry);
  if (isFailure(start)) return start;
  if (entry.method !== 0) return { error: `The archive's entry ${JSON.stringify(entry.name)} is compressed; save it without compression.` };
  return sliceSource(source, start.offset, entry.size, entry.name);
}

/** Where the data of an entry begin: behind its local header, whose length only the header itself tells. */
async function findEntryData(source: Source, entry: ZipEntry): Promise<{ readonly offset: number } | Failure> {
  const refused = refuse(entry);
  if (refused) return refused;
  const header = await source.read(entry.offset, localHeaderLength);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < localHeaderLength || view.getUint32(0, true) !== 0x04034b50) {
    return { error: `The archive's entry ${JSON.stringify(entry.name)} is not where the table of contents says; copy or save the file again.` };
  }
  return { offset: entry.offset + localHeaderLength + view.getUint16(26, true) + view.getUint16(28, true) };
}

const localHeaderLength = 30;

function refuse(entry: ZipEntry): Failure | undefined {
  const name = JSON.stringify(entry.name);
  if (entry.encrypted) return { error: `The archive's entry ${name} is encrypted; save it without a password.` };
  if (entry.method !== 0 && entry.method !== 8) return { error: `The archive's entry ${name} is compressed by method ${entry.method}; save it stored or deflated.` };
  if (entry.method === 0 && entry.size !== entry.compressedSize) return { error: `The archive's entry ${name} states two different sizes; copy or save the file again.` };
  // Deflate shortens at most 1,032 times (zlib's technical notes): a larger claim is a lie.
  if (entry.size > entry.compressedSize * 1032 + 64) return { error: `The archive's entry ${name} states a size that it cannot have; copy or save the file again.` };
  return undefined;
}

function inflate(packed: Uint8Array, entry: ZipEntry): Uint8Array | Failure {
  const broken: Failure = { error: `The archive's entry ${JSON.stringify(entry.name)} cannot be decompressed; copy or save the file again.` };
  try {
    // One byte more than it should have, so that a longer entry shows; what exceeds the room is dropped.
    const bytes = inflateSync(packed, { out: new Uint8Array(entry.size + 1) });
    return bytes.length === entry.size ? bytes : broken;
  } catch {
    return broken;
  }
}
