import type { Numbers } from '../numberTypes';
import { half } from './half';
import { blockwise } from './tensorType';
import type { DecodeBlock, TensorType } from './tensorType';

/** Blocks of 32 values with one scale (llama.cpp, ggml-common.h: block_q4_0 … block_q8_1), by their id in a GGUF. */
export const smallBlocks: readonly (readonly [number, TensorType])[] = [
  [2, blockwise('Q4_0', 32, 18, nibbles({ minimum: false, fifthBit: false }))],
  [3, blockwise('Q4_1', 32, 20, nibbles({ minimum: true, fifthBit: false }))],
  [6, blockwise('Q5_0', 32, 22, nibbles({ minimum: false, fifthBit: true }))],
  [7, blockwise('Q5_1', 32, 24, nibbles({ minimum: true, fifthBit: true }))],
  [8, blockwise('Q8_0', 32, 34, q8)],
  [9, blockwise('Q8_1', 32, 40, q8WithSum)],
];

/** What follows the scale: the minimum that is added, else codes are centred on 0; and the fifth bits of all codes. */
interface NibbleLayout {
  readonly minimum: boolean;
  readonly fifthBit: boolean;
}

/** Low halves of the 16 bytes are the first 16 codes, high halves the others. */
function nibbles({ minimum, fifthBit }: NibbleLayout): DecodeBlock {
  const highAt = minimum ? 4 : 2;
  const codesAt = highAt + (fifthBit ? 4 : 0);
  const middle = fifthBit ? 16 : 8;
  return (view, at, out, to) => {
    const scale = half(view, at);
    const least = minimum ? half(view, at + 2) : -middle * scale;
    const high = fifthBit ? view.getUint32(at + highAt, true) : 0;
    for (let i = 0; i < 16; i++) {
      const codes = view.getUint8(at + codesAt + i);
      out[to + i] = scale * ((codes & 15) | ((high >>> i) & 1) << 4) + least;
      out[to + 16 + i] = scale * ((codes >> 4) | ((high >>> (16 + i)) & 1) << 4) + least;
    }
  };
}

function q8(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = half(view, at);
  for (let i = 0; i < 32; i++) out[to + i] = scale * view.getInt8(at + 2 + i);
}

/** scale as float32 | sum of the values, which only dot products use | 32 codes (gguf-py, GGML_QUANT_SIZES) */
function q8WithSum(view: DataView, at: number, out: Numbers, to: number): void {
  const scale = view.getFloat32(at, true);
  for (let i = 0; i < 32; i++) out[to + i] = scale * view.getInt8(at + 8 + i);
}
