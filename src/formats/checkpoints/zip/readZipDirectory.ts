import type { Source } from '../../../model/source';
import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { viewOf } from '../../viewOf';
import type { ZipDirectory, ZipEntry } from './zipEntry';

/**
 * Reads the central directory of a zip archive, with its 64-bit extension (PKWARE APPNOTE 6.3, 4.3.12–4.3.16).
 * Local headers are not believed: writers that stream leave their sizes empty. No entry is opened, and every entry
 * is inside the file.
 */
export async function readZipDirectory(source: Source): Promise<ZipDirectory | Failure> {
  const size = (await source.stat())?.size;
  if (size === undefined) return { error: 'The file is gone.' };
  const end = await findEnd(source, size);
  if (isFailure(end)) return end;
  if (end.size > largestDirectory) return { error: `The archive's table of contents takes ${end.size} bytes, more than Plateau reads (${largestDirectory}).` };
  const bytes = await source.read(end.offset, end.size);
  if (bytes.length < end.size) return damaged;
  return readEntries(bytes, end);
}

const largestDirectory = 64 * 2 ** 20;
const endLength = 22;
const end64Length = 56;
const locatorLength = 20;
const headerLength = 46;
const localHeaderLength = 30;
const damaged: Failure = { error: "The archive's table of contents is damaged; copy or save the file again." };
const cutOff: Failure = { error: 'The archive ends before its table of contents: it is still being written or was cut off; wait, or copy it again.' };

interface Directory {
  readonly offset: number;
  readonly size: number;
  /** Bytes before the archive (an archive appended to another file), to be added to every offset. */
  readonly shift: number;
}

async function findEnd(source: Source, size: number): Promise<Directory | Failure> {
  const tail = await source.read(Math.max(0, size - endLength - 0xffff - locatorLength), endLength + 0xffff + locatorLength);
  const view = viewOf(tail);
  const at = findSignature(view);
  if (at < 0) return cutOff;
  const position = size - tail.length + at;
  const directory = { size: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
  const locator = at - locatorLength;
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return placed(directory, position);
  return findEnd64(source, readUint64(view, locator + 8), position - locatorLength);
}

/** Position of the last end record whose comment reaches exactly to the end of the file. */
function findSignature(view: DataView): number {
  for (let at = view.byteLength - endLength; at >= 0; at--) {
    if (view.getUint32(at, true) === 0x06054b50 && at + endLength + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return -1;
}

async function findEnd64(source: Source, offset: number, locator: number): Promise<Directory | Failure> {
  // Directly before its locator, unless it has an extension: then where the locator says.
  for (const at of [locator - end64Length, offset]) {
    if (at < 0 || at + end64Length > locator) continue;
    const view = viewOf(await source.read(at, end64Length));
    if (view.byteLength < end64Length || view.getUint32(0, true) !== 0x06064b50) continue;
    return placed({ size: readUint64(view, 40), offset: readUint64(view, 48) }, at);
  }
  return damaged;
}

function placed(directory: { readonly size: number; readonly offset: number }, end: number): Directory | Failure {
  const shift = end - directory.size - directory.offset;
  if (!(shift >= 0)) return damaged;
  return { offset: directory.offset + shift, size: directory.size, shift };
}

function readEntries(bytes: Uint8Array, directory: Directory): ZipDirectory | Failure {
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at < bytes.length;) {
    if (at + headerLength > bytes.length || view.getUint32(at, true) !== 0x02014b50) return damaged;
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + headerLength + lengths[0] + lengths[1] + lengths[2];
    if (next > bytes.length) return damaged;
    const entry = readHeader(bytes.subarray(at, next), lengths[0], lengths[1], directory.shift);
    if (!(entry.offset + localHeaderLength + entry.compressedSize <= directory.offset)) {
      return { error: `The archive's entry ${JSON.stringify(entry.name)} reaches beyond the file; copy or save the file again.` };
    }
    entries.set(entry.name, entry);
    at = next;
  }
  return { entries };
}

function readHeader(header: Uint8Array, nameLength: number, extraLength: number, shift: number): ZipEntry {
  const view = viewOf(header);
  const name = utf8.decode(header.subarray(headerLength, headerLength + nameLength));
  const extra = header.subarray(headerLength + nameLength, headerLength + nameLength + extraLength);
  const [size, compressedSize, offset] = widened([24, 20, 42].map((field) => view.getUint32(field, true)), extra);
  return { name, method: view.getUint16(10, true), encrypted: (view.getUint16(8, true) & 1) === 1, size, compressedSize, offset: offset + shift };
}

/** Numbers that do not fit into 32 bits stand, in this order, in the extra field 1. */
function widened(values: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  let at = 0;
  while (at + 4 <= extra.length && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true);
  let wide = at + 4;
  return values.map((value) => {
    if (value !== 0xffffffff || wide + 8 > extra.length) return value;
    wide += 8;
    return readUint64(view, wide - 8);
  });
}

function readUint64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

const utf8 = new TextDecoder();
