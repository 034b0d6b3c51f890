import type { Numbers } from '../numberTypes';
import { half } from './half';
import { blockwise } from './tensorType';
import type { TensorType } from './tensorType';

/**
 * "K" blocks of 256 values: 8 or 16 groups whose scales are themselves quantised (llama.cpp, ggml-common.h: block_q2_K …
 * block_q8_K), by their id in a GGUF.
 */
export const superBlocks: readonly (readonly [number, TensorType])[] = [
  [10, blockwise('Q2_K', 256, 84, q2)],
  [11, blockwise('Q3_K', 256, 110, q3)],
  [12, blockwise('Q4_K', 256, 144, q4)],
  [13, blockwise('Q5_K', 256, 176, q5)],
  [14, blockwise('Q6_K', 256, 210, q6)],
  [15, blockwise('Q8_K', 256, 292, q8)],
];

/** scales and minima of 16 groups (4 + 4 bits) | 64 bytes of codes | scale | scale of the minima */
function q2(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at + 80);
  const minimumScale = half(view, at + 82);
  for (let i = 0; i < 256; i++) {
    const group = view.getUint8(at + (i >> 4));
    out[to + i] = scale * (group & 15) * twoBits(view, at + 16, i) - minimumScale * (group >> 4);
  }
}

/** 32 bytes of third bits | 64 bytes of codes | 12 bytes of scales | scale. A set third bit means no offset. */
function q3(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at + 108);
  for (let i = 0; i < 256; i++) {
    const third = (view.getUint8(at + (i & 31)) >> (i >> 5)) & 1;
    out[to + i] = scale * q3Scale(view, at + 96, i >> 4) * (twoBits(view, at + 32, i) - (third ? 0 : 4));
  }
}

/** Six bits: the low four in bytes 0–7, the high two in bytes 8–11. */
function q3Scale(view: DataView, at: number, group: number): number {
  const low = (view.getUint8(at + (group & 7)) >> (group < 8 ? 0 : 4)) & 15;
  const high = (view.getUint8(at + 8 + (group & 3)) >> (2 * (group >> 2))) & 3;
  return (low | high << 4) - 32;
}

/** scale | scale of the minima | 12 bytes of scales and minima | 128 bytes of codes */
function q4(view: DataView, at: number, out: Numbers, to: number): void {
  for (let group = 0; group < 8; group++) {
    const { scale, minimum } = groupOf(view, at, group);
    for (let i = 0; i < 32; i++) out[to + 32 * group + i] = scale * nibble(view, at + 16, group, i) - minimum;
  }
}

/** As Q4_K, with 32 bytes of fifth bits before the codes: bit g of byte i belongs to value i of group g. */
function q5(view: DataView, at: number, out: Numbers, to: number): void {
  for (let group = 0; group < 8; group++) {
    const { scale, minimum } = groupOf(view, at, group);
    for (let i = 0; i < 32; i++) {
      const fifth = (view.getUint8(at + 16 + i) >> group) & 1;
      out[to + 32 * group + i] = scale * (nibble(view, at + 48, group, i) | fifth << 4) - minimum;
    }
  }
}

/** 128 bytes of low four bits | 64 bytes of high two bits | 16 scales | scale */
function q6(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at + 208);
  for (let i = 0; i < 256; i++) {
    const low = (view.getUint8(at + (i >> 7) * 64 + (i & 63)) >> ((i >> 6) & 1) * 4) & 15;
    const code = (low | twoBits(view, at + 128, i) << 4) - 32;
    out[to + i] = scale * view.getInt8(at + 192 + (i >> 4)) * code;
  }
}

/** scale as float32 | 256 codes | sums that only dot products use */
function q8(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = view.getFloat32(at, true);
  for (let i = 0; i < 256; i++) out[to + i] = scale * view.getInt8(at + 4 + i);
}

/** Code i of 256 that stand, two bits each, in 64 bytes: 32 bytes hold 4 runs of 32 values, lowest bits first. */
function twoBits(view: DataView, at: number, i: number): number {
  return (view.getUint8(at + (i >> 7) * 32 + (i & 31)) >> ((i >> 5) & 3) * 2) & 3;
}

/** Code i of a group: two groups share 32 bytes, the even one in the low halves. */
function nibble(view: DataView, at: number, group: number, i: number): number {
  return (view.getUint8(at + (group >> 1) * 32 + i) >> (group & 1) * 4) & 15;
}

/** Scale and minimum of a group of Q4_K and Q5_K, six bits each (llama.cpp: get_scale_min_k4). */
function groupOf(view: DataView, at: number, group: number): { scale: number; minimum: number } {
  const byte = (index: number): number => view.getUint8(at + 4 + index);
  const early = group < 4;
  const scale = early ? byte(group) & 63 : byte(group + 4) & 15 | byte(group - 4) >> 2 & 48;
  const minimum = early ? byte(group + 4) & 63 : byte(group + 4) >> 4 | byte(group) >> 2 & 48;
  return {
    scale: Math.fround(half(view, at) * scale),
    minimum: Math.fround(half(view, at + 2) * minimum),
  };
}
