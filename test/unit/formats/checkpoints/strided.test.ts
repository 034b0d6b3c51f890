import { describe, expect, it } from 'vitest';
import { UnreadableTensor } from '../../../../src/formats/checkpoints/checkpointFormat';
import { numberTypes } from '../../../../src/formats/checkpoints/numberTypes';
import type { NumberType } from '../../../../src/formats/checkpoints/numberTypes';
import { columnMajorStrides, extentOf, readStrided, rowMajorStrides, sizeOf } from '../../../../src/formats/checkpoints/strided';
import type { StridedView } from '../../../../src/formats/checkpoints/strided';
import { memorySource } from '../memorySource';
import { seededRandom } from '../seededRandom';

const float32 = numberTypes.get('F32') as NumberType;

/** The definition: element (i, j) stands at offset + i·strides[0] + j·strides[1]. */
function naive(numbers: Float32Array, { offset, shape, strides }: StridedView): Float32Array {
  const rowMajor = rowMajorStrides(shape);
  return Float32Array.from({ length: sizeOf(shape) }, (_, flat) =>
    numbers[shape.reduce((at, length, d) => at + (Math.floor(flat / rowMajor[d]) % length) * strides[d], offset)]);
}

function sourceOf(numbers: Float32Array): ReturnType<typeof memorySource> {
  return memorySource(new Uint8Array(numbers.buffer));
}

describe('strided views', () => {
  it('reads any view as its definition says', async () => {
    const random = seededRandom(5);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 400; round++) {
      const shape = Array.from({ length: below(5) }, () => below(6));
      const strides = shape.map(() => below(13));
      const view = { offset: below(9), shape, strides };
      const numbers = Float32Array.from({ length: extentOf(view) + below(3) }, () => random());
      expect(await readStrided(sourceOf(numbers), float32, view)).toEqual(naive(numbers, view));
    }
  });

  it('knows both orders of the dimensions', () => {
    expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(columnMajorStrides([2, 3, 4])).toEqual([1, 2, 6]);
    expect(rowMajorStrides([])).toEqual([]);
  });

  it('refuses what leads out of the file, repeats without bound or overlaps strangely', async () => {
    const source = sourceOf(new Float32Array(100));
    const refused = (view: StridedView): Promise<void> => expect(readStrided(source, float32, view)).rejects.toThrow(UnreadableTensor);
    await refused({ offset: 0, shape: [101], strides: [1] });
    await refused({ offset: 90, shape: [3, 3], strides: [1, 9] });
    await refused({ offset: 0, shape: [100_000, 100_000], strides: [0, 0] });
    await refused({ offset: 0, shape: [2 ** 52], strides: [1] });
    await refused({ offset: 0, shape: [3, 5], strides: [2 ** 40, 2 ** 40 - 1] });
  });
});
