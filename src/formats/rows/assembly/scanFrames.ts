import { checksumsAddress } from './layout';
import { behind, forgetRows, rowOf, scanRow, stopAt } from './scanRows';

const headerLength: usize = 12;
const longestData: u64 = 0xffff;

/**
 * Reads TFRecord frames whose data have one of `count` shapes, described as for scanRows; their rows are counted. Stops before the first
 * frame that has none of the shapes, whose checksums do not hold, that is not whole, or for which there is no room.
 */
export function scanFrames(at: usize, end: usize, shapes: usize, count: i32): void {
  stopAt(at);
  forgetRows(shapes, count);
  let last: i32 = count - 1;
  for (;;) {
    const data = behind + headerLength;
    if (data + 4 > end || load<u64>(behind) > longestData || masked(behind, behind + 8) != load<u32>(behind, 8)) return;
    const dataEnd = data + <usize>load<u64>(behind);
    if (dataEnd + 4 > end || masked(data, dataEnd) != load<u32>(dataEnd)) return;
    const shape = shapeOf(data, dataEnd, shapes, count, last);
    if (shape < 0) return;
    last = shape;
    stopAt(dataEnd + 4);
  }
}

/** The shape of the data, whose values it takes: logs repeat their tags in one order, so the one behind the last is tried first. −1 for none. */
function shapeOf(data: usize, end: usize, shapes: usize, count: i32, last: i32): i32 {
  for (let tried: i32 = 0; tried < count; tried++) {
    const index = (last + 1 + tried) % count;
    const shape = rowOf(shapes, index);
    const room = load<u32>(shape, 8);
    const rows = load<u32>(shape, 12);
    if (rows == room) return -1;
    if (scanRow(data, end, load<u32>(shape), load<u32>(shape, 4) + (rows << 3), room << 3) != end) continue;
    store<u32>(shape, rows + 1, 12);
    return index;
  }
  return -1;
}

/** CRC-32C of the bytes, eight at a time by tables, masked as TFRecord files store it. */
function masked(at: usize, end: usize): u32 {
  let crc: u32 = 0xffffffff;
  for (; at + 8 <= end; at += 8) {
    const low = crc ^ load<u32>(at);
    const high = load<u32>(at, 4);
    crc = entry(7, low) ^ entry(6, low >> 8) ^ entry(5, low >> 16) ^ entry(4, low >> 24) ^ entry(3, high) ^ entry(2, high >> 8) ^ entry(1, high >> 16) ^ entry(0, high >> 24);
  }
  for (; at < end; at++) crc = entry(0, crc ^ load<u8>(at)) ^ (crc >> 8);
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
}

function entry(table: usize, byte: u32): u32 {
  return load<u32>(checksumsAddress + (((table << 8) | (byte & 255)) << 2));
}
