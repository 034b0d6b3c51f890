import { maskedCrc32c } from './crc32c';

/** Length of the data and its checksum, which stand before them. */
export const headerLength = 12;
/** Bytes of a record beside its data: header and checksum of the data. */
export const overhead = headerLength + 4;
/** Data above this length are not checked and not read on the way: graphs, images, audio. */
export const largestChecked = 1 << 20;

/** The record ends behind the bytes at hand. */
export const partial = -1;
/** A checksum does not hold: no record starts here, or its bytes have changed. */
export const corrupt = -2;

/** Length of the data of the record at `at`, or `partial`, or `corrupt`. */
export function recordAt(bytes: DataView, at: number): number {
  if (at + headerLength > bytes.byteLength) return partial;
  const length = lengthAt(bytes, at);
  if (length < 0) return corrupt;
  if (length > largestChecked) return length;
  const end = at + headerLength + length;
  if (end + 4 > bytes.byteLength) return partial;
  return maskedCrc32c(bytes, at + headerLength, end) === bytes.getUint32(end, true) ? length : corrupt;
}

/**
 * First place at or after `from` where a record starts whose checksums hold as far as the bytes go; -1 when there is
 * none. The format has no marks to synchronise on, but a false find is a matter of 2^-32.
 */
export function findRecord(bytes: DataView, from: number): number {
  for (let at = from; at + headerLength <= bytes.byteLength; at++) {
    // Most of what is corrupt on disks is zeros, whose checksum is not zero.
    if (bytes.getUint32(at + 4, true) > 255 || bytes.getUint32(at + 8, true) === 0) continue;
    if (recordAt(bytes, at) !== corrupt) return at;
  }
  return -1;
}

/** Length field, -1 when its checksum does not hold. */
function lengthAt(bytes: DataView, at: number): number {
  const low = bytes.getUint32(at, true);
  const high = bytes.getUint32(at + 4, true);
  const expected = high === 0 && low < checksumsOfLengths.length ? checksumOfLength(bytes, at, low) : maskedCrc32c(bytes, at, at + 8);
  return bytes.getUint32(at + 8, true) === expected ? high * 2 ** 32 + low : -1;
}

/** Nearly all records are short: their lengths repeat, and so do the checksums. 0 stands for one not yet needed. */
const checksumsOfLengths = new Uint32Array(4096);

function checksumOfLength(bytes: DataView, at: number, length: number): number {
  return (checksumsOfLengths[length] ||= maskedCrc32c(bytes, at, at + 8));
}
