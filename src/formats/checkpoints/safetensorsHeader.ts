import { isRecord } from '../../model/isRecord';
import type { Source } from '../../model/source';
import type { Failure } from './failure';
import { isFailure } from './failure';
import { bytesOf, numberTypes } from './numberTypes';
import { parseObject } from './parseObject';
import { sizeOf } from './strided';

export interface SafetensorsHeader {
  /** Where the values begin in the file. */
  readonly dataStart: number;
  /** In the order of their values. */
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly troubles: readonly string[];
}

export interface SafetensorsEntry {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  /** From the start of the values, in bytes. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads and checks the header of a safetensors file: every tensor's bytes inside the file, as many as its shape and
 * type take, and no byte used twice (https://github.com/huggingface/safetensors#format).
 */
export async function readSafetensorsHeader(source: Source): Promise<SafetensorsHeader | Failure> {
  const size = (await source.stat())?.size;
  if (size === undefined) return { error: 'The file is gone.' };
  const start = await source.read(0, firstRead);
  if (start.length < 8) return unfinished;
  const length = new DataView(start.buffer, start.byteOffset, 8);
  const headerSize = length.getUint32(4, true) * 2 ** 32 + length.getUint32(0, true);
  if (headerSize > largestHeader) return { error: `The header claims ${headerSize} bytes, more than safetensors allows: this is not a safetensors file or it is damaged; save it again.` };
  if (8 + headerSize > size) return unfinished;
  const bytes = 8 + headerSize <= start.length ? start.subarray(8, 8 + headerSize) : await source.read(8, headerSize);
  return readEntries(bytes, 8 + headerSize, size);
}

/** Enough for the header of most files, so that one read does. */
const firstRead = 1 << 18;
const largestHeader = 100_000_000;
const unfinished: Failure = { error: 'The file is shorter than its header says: it is still being written or was cut off; wait, or copy it again.' };
const damaged: Failure = { error: 'The header is damaged; save or download the file again.' };

function readEntries(bytes: Uint8Array, dataStart: number, size: number): SafetensorsHeader | Failure {
  const parsed = parseObject(new TextDecoder().decode(bytes));
  if (!parsed) return damaged;
  const { __metadata__: metadata, ...described } = parsed;
  const entries: SafetensorsEntry[] = [];
  for (const [name, description] of Object.entries(described)) {
    const entry = readEntry(name, description);
    if (isFailure(entry)) return entry;
    entries.push(entry);
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return checkPlaces(entries, size - dataStart) ?? {
    dataStart, entries, metadata: textsOf(metadata),
    troubles: trailing(entries, size - dataStart),
  };
}

function readEntry(name: string, description: unknown): SafetensorsEntry | Failure {
  if (!isRecord(description)) return damaged;
  const { dtype: type, shape, data_offsets: offsets } = description;
  if (typeof type !== 'string' || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2) return damaged;
  const [begin, end] = offsets;
  const numberType = numberTypes.get(type);
  const expected = numberType ? bytesOf(numberType, sizeOf(shape)) : end - begin;
  if (begin > end || expected !== end - begin) {
    return { error: `The header gives tensor ${JSON.stringify(name)} ${end - begin} bytes, but its shape and type take ${expected}; save or download the file again.` };
  }
  return { name, type, shape, begin, end };
}

function checkPlaces(entries: readonly SafetensorsEntry[], available: number): Failure | undefined {
  let end = 0;
  for (const entry of entries) {
    if (entry.end > available) return unfinished;
    if (entry.begin < end) return { error: `The header gives tensor ${JSON.stringify(entry.name)} bytes of another tensor; save or download the file again.` };
    end = entry.end;
  }
  return undefined;
}

function trailing(entries: readonly SafetensorsEntry[], available: number): readonly string[] {
  const rest = available - (entries.at(-1)?.end ?? 0);
  return rest > 0 ? [`${rest} bytes after the last tensor belong to none.`] : [];
}

function textsOf(metadata: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metadata)) return {};
  return Object.fromEntries(Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
}
