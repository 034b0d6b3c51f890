import type { Numbers } from '../numberTypes';
import { e2m1, e4m3 } from '../smallFloats';
import { half } from './half';
import { blockwise } from './tensorType';
import type { TensorType } from './tensorType';

/** Blocks whose codes choose from 16 values (llama.cpp, ggml-common.h), by their id in a GGUF. */
export const codebookBlocks: readonly (readonly [number, TensorType])[] = [
  [20, blockwise('IQ4_NL', 32, 18, iq4nl)],
  [23, blockwise('IQ4_XS', 256, 136, iq4xs)],
  [39, blockwise('MXFP4', 32, 17, mxfp4)],
  [40, blockwise('NVFP4', 64, 36, nvfp4)],
];

const nonLinear = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

function iq4nl(view: DataView, at: number, out: Numbers, to: number): void {
  lookUp(nonLinear, half(view, at), { view, at: at + 2, bytes: 16 }, out, to);
}

/** scale | high two bits of 8 group scales | their low four bits | 128 bytes of codes */
function iq4xs(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at);
  const high = view.getUint16(at + 2, true);
  for (let group = 0; group < 8; group++) {
    const low = (view.getUint8(at + 4 + (group >> 1)) >> (group & 1) * 4) & 15;
    const groupScale = (low | ((high >> 2 * group) & 3) << 4) - 32;
    lookUp(nonLinear, scale * groupScale, { view, at: at + 8 + 16 * group, bytes: 16 }, out, to + 32 * group);
  }
}

/** exponent of a power of two, biased by 127 | 16 codes of 4-bit floats (OCP Microscaling formats 1.0) */
function mxfp4(view: DataView, at: number, out: Numbers, to: number): void {
  lookUp(e2m1(), 2 ** (view.getUint8(at) - 127), { view, at: at + 1, bytes: 16 }, out, to);
}

/** 4 scales, each a positive float with 4 exponent bits | for each 8 bytes of codes */
function nvfp4(view: DataView, at: number, out: Numbers, to: number): void {
  for (let group = 0; group < 4; group++) {
    lookUp(e2m1(), unsignedE4m3(view.getUint8(at + group)), { view, at: at + 4 + 8 * group, bytes: 8 }, out, to + 16 * group);
  }
}

/** Without sign; the pattern that stands for NaN elsewhere is 0 here. */
function unsignedE4m3(code: number): number {
  const bits = code & 127;
  return bits === 127 ? 0 : e4m3()[bits];
}

interface Codes {
  readonly view: DataView;
  readonly at: number;
  readonly bytes: number;
}

/** Low halves of the bytes are the first codes, high halves the others. */
function lookUp(book: ArrayLike<number>, scale: number, { view, at, bytes }: Codes, out: Numbers, to: number): void {
  for (let i = 0; i < bytes; i++) {
    const codes = view.getUint8(at + i);
    out[to + i] = scale * book[codes & 15];
    out[to + bytes + i] = scale * book[codes >> 4];
  }
}
