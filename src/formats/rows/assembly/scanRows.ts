import { backslash, comma, quote, semicolon, space } from './characters';
import { cell, clock, double, duration, none, text, varint } from './kinds';
import { bytesOfShape, mostRuns, runsAddress } from './layout';
import { clockEnd, clockValue, scanClock, scanDuration } from './scanClock';
import { numberEnd, scanNumber, scanned } from './scanNumber';

/** Where the last call of scanRows stopped: behind the last line that has the shape. */
export let behind: usize = 0;

export function stopAt(address: usize): void {
  behind = address;
}

/** Bits of a varint that are surely a whole number in a double. */
const longestVarint: usize = 7;

/** Runs of lines of one shape that the last call of scanRows found. */
export let runs: i32 = 0;

/**
 * Reads lines of which each has one of `count` shapes. For each shape, a row of the table at `shapes` tells its address, that of its
 * columns, how many rows they have room for, how many were read, and which shape followed it last. A shape is a list of slots, each three words:
 * bytes of the text before the slot, kind of the slot, and address of that text. The last slot has the kind `none` and its text ends the line. A
 * column holds the numbers of a slot, or for texts where each begins · 2^16 + its length. In which order the lines came is told by runs of lines of
 * one shape: its index, and how many lines. Stops before the first line that has none of the shapes, or for which there is no room.
 */
export function scanRows(at: usize, end: usize, shapes: usize, count: i32): void {
  behind = at;
  runs = 0;
  forgetRows(shapes, count);
  if (lastShape >= count) lastShape = 0;
  while (runs < mostRuns) {
    const shape = takeRow(end, shapes, count, load<i32>(rowOf(shapes, lastShape), 16));
    if (shape < 0) return;
    store<i32>(rowOf(shapes, lastShape), shape, 16);
    if (runs == 0 || shape != lastShape) startRun(shape);
    lastShape = shape;
    const run = runsAddress + (<usize>(runs - 1) << 3);
    store<i32>(run, load<i32>(run, 4) + 1, 4);
  }
}

/** The shape of the line that was read last. */
let lastShape: i32 = 0;

export function rowOf(shapes: usize, index: i32): usize {
  return shapes + <usize>index * bytesOfShape;
}

export function forgetRows(shapes: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i++) store<i32>(rowOf(shapes, i), 0, 12);
}

function startRun(shape: i32): void {
  store<i32>(runsAddress + (<usize>runs << 3), shape);
  store<i32>(runsAddress + (<usize>runs << 3), 0, 4);
  runs++;
}

/** Reads the line at `behind`. Index of its shape, of which `expected` is tried first; −1 for none. */
function takeRow(end: usize, shapes: usize, count: i32, expected: i32): i32 {
  let index = expected < count ? expected : 0;
  for (let tried: i32 = 0; tried < count; tried++) {
    const shape = rowOf(shapes, index);
    const room = load<u32>(shape, 8);
    const rows = load<u32>(shape, 12);
    if (rows == room) return -1;
    const next = scanRow(behind, end, load<u32>(shape), load<u32>(shape, 4) + (rows << 3), room << 3);
    if (next != 0) {
      store<u32>(shape, rows + 1, 12);
      behind = next;
      return index;
    }
    index = index + 1 == count ? 0 : index + 1;
  }
  return -1;
}

/** Address behind the line at `at`; 0 where it has another shape. Its values go to a place in each column. */
export function scanRow(at: usize, end: usize, shape: usize, column: usize, columnBytes: usize): usize {
  let here = passText(at, end, shape);
  for (let kind = load<i32>(shape, 4); here != 0 && kind != none; kind = load<i32>(shape, 4)) {
    here = kind == text || kind == cell ? scanText(here, end, load<u8>(load<u32>(shape, 20)), kind == cell, column) : scanValue(here, kind, column);
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

/** Address behind the text that `stop` ends; 0 where the line ends before, or an escape or a quote stands in it, or in a cell what may end one. */
function scanText(at: usize, end: usize, stop: u8, isCell: bool, column: usize): usize {
  const last = min(end, at + 0xffff);
  for (let here = at; here < last; here++) {
    const code = load<u8>(here);
    if (code == stop) {
      store<f64>(column, <f64>(<u64>at << 16 | <u64>(here - at)));
      return here;
    }
    if (code == backslash || code == quote || code < space || (isCell && (code == comma || code == semicolon))) break;
  }
  return 0;
}
