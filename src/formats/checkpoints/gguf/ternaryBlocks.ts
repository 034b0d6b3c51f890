import type { Numbers } from '../numberTypes';
import { half } from './half';
import { blockwise } from './tensorType';
import type { TensorType } from './tensorType';

/** Blocks of 256 values −1, 0 and 1 times a scale (llama.cpp, ggml-common.h: block_tq1_0, block_tq2_0), by their id in a GGUF. */
export const ternaryBlocks: readonly (readonly [number, TensorType])[] = [
  [34, blockwise('TQ1_0', 256, 54, tq1)],
  [35, blockwise('TQ2_0', 256, 66, tq2)],
];

/** Runs of bytes of a TQ1_0 block: each byte holds `digits` digits to the base 3. */
const runs = [{ at: 0, bytes: 32, digits: 5 }, { at: 32, bytes: 16, digits: 5 }, { at: 48, bytes: 4, digits: 4 }];
const powersOfThree = [1, 3, 9, 27, 81];

function tq1(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at + 52);
  let next = to;
  for (const run of runs) {
    for (let digit = 0; digit < run.digits; digit++) {
      for (let i = 0; i < run.bytes; i++) out[next++] = scale * (ternaryDigit(view.getUint8(at + run.at + i), digit) - 1);
    }
  }
}

/** A byte is a fraction of 256: three times it, the whole part is the digit. */
function ternaryDigit(byte: number, digit: number): number {
  return (byte * powersOfThree[digit] & 255) * 3 >> 8;
}

function tq2(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at + 64);
  for (let i = 0; i < 256; i++) {
    const code = (view.getUint8(at + (i >> 7) * 32 + (i & 31)) >> ((i >> 5) & 3) * 2) & 3;
    out[to + i] = scale * (code - 1);
  }
}

