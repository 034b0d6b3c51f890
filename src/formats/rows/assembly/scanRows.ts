import { backslash, quote, space } from './characters';
import { clock, double, duration, none, text, varint } from './kinds';
import { clockEnd, clockValue, scanClock, scanDuration } from './scanClock';
import { numberEnd, scanNumber, scanned } from './scanNumber';

/** Where the last call of scanRows stopped: behind the last line that has the shape. */
export let behind: usize = 0;

export function stopAt(address: usize): void {
  behind = address;
}

/** Bits of a varint that are surely a whole number in a double. */
const longestVarint: usize = 7;

/**
 * Reads at most `most` lines that have the same shape as the first, which is one of `count`. For each shape, four words tell its address, that of its
 * columns, how many rows they have room for, and how many were read. A shape is a list of slots, each three words: bytes of the text before
 * the slot, kind of the slot, and address of that text. The last slot has the kind `none` and its text ends the line. A column holds the
 * numbers of a slot, or for texts where each begins · 2^16 + its length. Returns the index of the shape; −1 where the first line has none.
 */
export function scanRows(at: usize, end: usize, shapes: usize, count: i32, most: i32): i32 {
  behind = at;
  if (lastShape >= count) lastShape = 0;
  for (let tried: i32 = 0; tried < count; tried++) {
    const rows = scanLike(end, shapes + (<usize>lastShape << 4), most);
    if (rows > 0) return lastShape;
    lastShape = lastShape + 1 == count ? 0 : lastShape + 1;
  }
  return -1;
}

/** The shape that was met last is tried first. */
let lastShape: i32 = 0;

function scanLike(end: usize, shape: usize, most: i32): i32 {
  const address = load<u32>(shape);
  const columns = load<u32>(shape, 4);
  const room = load<i32>(shape, 8);
  let row: i32 = 0;
  while (row < room && row < most) {
    const next = scanRow(behind, end, address, columns + (<usize>row << 3), <usize>room << 3);
    if (next == 0) break;
    behind = next;
    row++;
  }
  store<i32>(shape, row, 12);
  return row;
}

/** Address behind the line at `at`; 0 where it has another shape. Its values go to a place in each column. */
export function scanRow(at: usize, end: usize, shape: usize, column: usize, columnBytes: usize): usize {
  let here = passText(at, end, shape);
  for (let kind = load<i32>(shape, 4); here != 0 && kind != none; kind = load<i32>(shape, 4)) {
    here = kind == text ? scanText(here, end, load<u8>(load<u32>(shape, 20)), column) : scanValue(here, kind, column);
    shape += 12;
    column += columnBytes;
    if (here != 0) here = passText(here, end, shape);
  }
  return here;
}

/** Address behind the text that stands before a slot; 0 where another stands there. */
function passText(at: usize, end: usize, slot: usize): usize {
  const length: usize = load<u32>(slot);
  return at + length <= end && isSame(at, load<u32>(slot, 8), length) ? at + length : 0;
}

function scanValue(at: usize, kind: i32, column: usize): usize {
  if (kind >= double) return scanBinary(at, kind, column);
  if (kind >= clock) return scanTime(at, kind, column);
  if (!scanNumber(at, kind)) return 0;
  store<f64>(column, scanned);
  return numberEnd;
}

function scanTime(at: usize, kind: i32, column: usize): usize {
  if (!(kind == duration ? scanDuration(at) : scanClock(at))) return 0;
  store<f64>(column, clockValue);
  return clockEnd;
}

/** A little-endian double or single, or a varint as in protocol buffers. */
function scanBinary(at: usize, kind: i32, column: usize): usize {
  if (kind != varint) {
    store<f64>(column, kind == double ? load<f64>(at) : <f64>load<f32>(at));
    return at + (kind == double ? 8 : 4);
  }
  let value: u64 = 0;
  for (let i: usize = 0; i < longestVarint; i++) {
    const byte = <u64>load<u8>(at + i);
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      store<f64>(column, <f64>value);
      return at + i + 1;
    }
  }
  return 0;
}

/** Eight bytes at once: reading past the end of either is harmless, for memory goes on behind both. */
function isSame(a: usize, b: usize, length: usize): bool {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left == 0 || ((load<u64>(a) ^ load<u64>(b)) << ((8 - left) << 3)) == 0;
}

/** Address behind the text that `stop` ends; 0 where the line ends before, or an escape or a quote stands in it. */
function scanText(at: usize, end: usize, stop: u8, column: usize): usize {
  const last = min(end, at + 0xffff);
  for (let here = at; here < last; here++) {
    const code = load<u8>(here);
    if (code == stop) {
      store<f64>(column, <f64>(<u64>at << 16 | <u64>(here - at)));
      return here;
    }
    if (code == backslash || code == quote || code < space) break;
  }
  return 0;
}
