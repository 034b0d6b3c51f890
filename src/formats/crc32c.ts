/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) of bytes[start, end), eight bytes at a time (Kounavis and
 * Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008).
 */
export function crc32c(bytes: DataView, start = 0, end = bytes.byteLength): number {
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const low = crc ^ bytes.getInt32(at, true);
    const high = bytes.getInt32(at + 4, true);
    crc = crcTable[0x700 | (low & 255)] ^ crcTable[0x600 | ((low >>> 8) & 255)]
      ^ crcTable[0x500 | ((low >>> 16) & 255)] ^ crcTable[0x400 | (low >>> 24)]
      ^ crcTable[0x300 | (high & 255)] ^ crcTable[0x200 | ((high >>> 8) & 255)]
      ^ crcTable[0x100 | ((high >>> 16) & 255)] ^ crcTable[high >>> 24];
  }
  for (; at < end; at++) crc = crcTable[(crc ^ bytes.getUint8(at)) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** A CRC as TFRecord files store it: rotated and shifted, so that a CRC over CRCs is not degenerate. */
export function maskedCrc32c(bytes: DataView, start = 0, end = bytes.byteLength): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** crcTable[256 n + b]: what byte b contributes when n bytes follow it in the block. */
export const crcTable = makeTable();

function makeTable(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    made[byte] = crc;
  }
  for (let i = 256; i < made.length; i++) made[i] = (made[i - 256] >>> 8) ^ made[made[i - 256] & 255];
  return made;
}
