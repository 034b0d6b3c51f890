import { describe, expect, it } from 'vitest';
import { UnreadableTensor } from '../../../../src/formats/checkpoints/checkpointFormat';
import { bytesOf, decodeNumbers, numberTypes } from '../../../../src/formats/checkpoints/numberTypes';
import type { NumberType } from '../../../../src/formats/checkpoints/numberTypes';

function typeOf(name: string): NumberType {
  const type = numberTypes.get(name);
  if (!type) throw new Error(name);
  return type;
}

function decoded(name: string, bytes: readonly number[], count: number): number[] {
  return [...decodeNumbers(typeOf(name), Uint8Array.from(bytes), count)];
}

describe('number types', () => {
  // Bit patterns 1, 7, 8, 9, 119, 123, 124, 126, 127, 128, 129, 255 as PyTorch 2.13 reads them.
  const patterns = [1, 7, 8, 9, 119, 123, 124, 126, 127, 128, 129, 255];
  it.each([
    ['F8_E4M3', [0.001953125, 0.013671875, 0.015625, 0.017578125, 240, 352, 384, 448, NaN, -0, -0.001953125, NaN]],
    ['F8_E5M2', [1.52587890625e-05, 0.0001068115234375, 0.0001220703125, 0.000152587890625, 28672, 57344, Infinity, NaN, NaN, -0, -1.52587890625e-05, NaN]],
    ['F8_E4M3FNUZ', [0.0009765625, 0.0068359375, 0.0078125, 0.0087890625, 120, 176, 192, 224, 240, NaN, -0.0009765625, -240]],
    ['F8_E5M2FNUZ', [7.62939453125e-06, 5.340576171875e-05, 6.103515625e-05, 7.62939453125e-05, 14336, 28672, 32768, 49152, 57344, NaN, -7.62939453125e-06, -57344]],
    ['F8_E8M0', [2 ** -126, 2 ** -120, 2 ** -119, 2 ** -118, 0.00390625, 0.0625, 0.125, 0.5, 1, 2, 4, NaN]],
  ])('reads %s as PyTorch does', (name, values) => {
    expect(decoded(name, patterns, patterns.length)).toEqual(values);
  });

  it('reads the values of FP4 and FP6 of the microscaling specification, lowest bits first', () => {
    expect(decoded('F4', [0x10, 0x32, 0x54, 0x76, 0x98, 0xfe], 12)).toEqual([0, 0.5, 1, 1.5, 2, 3, 4, 6, -0, -0.5, -4, -6]);
    // Four numbers in three bytes: largest and smallest of E3M2 (28, 0.0625), then -28 and 1.
    const packed = 0b011111 | (0b000001 << 6) | (0b111111 << 12) | (0b001100 << 18);
    expect(decoded('F6_E3M2', [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255], 4)).toEqual([28, 0.0625, -28, 1]);
    expect(decoded('F6_E2M3', [0b011111, 0, 0], 1)).toEqual([7.5]);
  });

  it('reads half precision down to its smallest number and up to infinity', () => {
    expect(decoded('F16', [0x01, 0x00, 0xff, 0x7b, 0x00, 0x7c, 0x00, 0xc0, 0x01, 0x7e], 5)).toEqual([2 ** -24, 65504, Infinity, -2, NaN]);
    expect(decoded('BF16', [0x80, 0x3f, 0x20, 0xc0, 0x80, 0xff, 0x01, 0x00], 4)).toEqual([1, -2.5, -Infinity, 2 ** -133]);
  });

  it('reads integers of every width', () => {
    expect(decoded('I64', [0xfe, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 1, 0, 0, 0], 2)).toEqual([-2, 2 ** 32 + 1]);
    expect(decoded('U64', [255, 255, 255, 255, 255, 255, 255, 255], 1)).toEqual([2 ** 64]);
    expect(decoded('I32', [254, 255, 255, 255], 1)).toEqual([-2]);
    expect(decoded('U32', [254, 255, 255, 255], 1)).toEqual([2 ** 32 - 2]);
    expect(decoded('I16', [0, 128], 1)).toEqual([-32768]);
    expect(decoded('U16', [0, 128], 1)).toEqual([32768]);
    expect([...decoded('I8', [128], 1), ...decoded('U8', [128], 1), ...decoded('BOOL', [2], 1)]).toEqual([-128, 128, 1]);
  });

  it('reads floats whatever their alignment, into float64 only where that is needed', () => {
    const bytes = new Uint8Array(25);
    new DataView(bytes.buffer).setFloat64(1, Math.PI, true);
    expect(decodeNumbers(typeOf('F64'), bytes.subarray(1), 1)).toEqual(Float64Array.of(Math.PI));
    new DataView(bytes.buffer).setFloat32(3, 0.1, true);
    expect(decodeNumbers(typeOf('F32'), bytes.subarray(3), 1)).toEqual(Float32Array.of(0.1));
  });

  it('refuses complex numbers and missing bytes with a sentence', () => {
    expect(() => decoded('C64', [0, 0, 0, 0, 0, 0, 0, 0], 1)).toThrow(UnreadableTensor);
    expect(() => decoded('F32', [0, 0, 0], 1)).toThrow(/only 3/);
    expect([bytesOf(typeOf('F4'), 3), bytesOf(typeOf('F6_E3M2'), 4)]).toEqual([2, 3]);
  });
});
