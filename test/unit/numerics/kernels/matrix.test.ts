import { describe, expect, it } from 'vitest';
import { jointScale, scaleOf } from '../../../../src/numerics/kernels/matrix';

const notFinite = { error: 'The matrix holds values that are not finite numbers (NaN or infinity).' };

/** By Math.max and halving or doubling, one step after the other. */
function slowScale(values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs));
  let scale = 1;
  while (largest * scale >= 2) scale /= 2;
  while (largest * scale < 1) scale *= 2;
  return scale;
}

describe.each([['singles', Float32Array], ['doubles', Float64Array]] as const)('scaleOf %s', (_, Numbers) => {
  it.each([[[1]], [[-3, 2]], [[0.1, -0.7, 0.3]], [[2 ** -126]], [[2 ** -149, -0, 0]], [[2 ** 127, -(2 ** 127.5)]], [[0, -5e-20]]])('brings the largest of %j to [1, 2)', (values) => {
    expect(scaleOf({ values: Numbers.from(values) })).toBe(slowScale([...Numbers.from(values)]));
  });

  it('is 0 for zeros of either sign', () => {
    expect(scaleOf({ values: Numbers.of(0, -0) })).toBe(0);
  });

  it.each([NaN, -NaN, Infinity, -Infinity])('refuses %d wherever it stands', (value) => {
    for (const place of [0, 1, 2]) expect(scaleOf({ values: Numbers.from([1e30, 2, -1e30].map((one, i) => (i === place ? value : one))) })).toEqual(notFinite);
  });

  it('looks at every value of a long one', () => {
    const values = new Numbers(5000).fill(0.75);
    for (const place of [0, 1, 4095, 4096, 4999]) {
      values[place] = -5;
      expect(scaleOf({ values })).toBe(0.25);
      values[place] = 0.75;
    }
  });

  it('looks only at the part of a buffer that it is given', () => {
    expect(scaleOf({ values: Numbers.of(NaN, 0.5, Infinity).subarray(1, 2) })).toBe(2);
  });
});

describe('jointScale', () => {
  it('is that of the whole, whichever way it is cut', () => {
    const values = Float64Array.of(0, 0, 0.001, -7, 3, 0);
    for (let cut = 1; cut < values.length; cut++) {
      expect(jointScale([values.subarray(0, cut), values.subarray(cut)].map((part) => scaleOf({ values: part })))).toBe(scaleOf({ values }));
    }
  });

  it('is 0 for parts of zeros and an error where one part has none', () => {
    expect(jointScale([0, 0])).toBe(0);
    expect(jointScale([0, notFinite, 2])).toEqual(notFinite);
  });
});
