import { describe, expect, it } from 'vitest';
import { decimate, lowerBound } from '../../../src/numerics/decimate';

function noisy(length: number) {
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return { steps: Float64Array.from({ length }, (_, i) => i * 3), values: Float64Array.from({ length }, next) };
}

describe('decimate', () => {
  it('keeps every extreme of the whole, in increasing steps, at twice the buckets at most', () => {
    const curve = noisy(100_000);
    curve.values[54_321] = 99;
    curve.values[12_345] = -99;
    const { steps, values } = decimate(curve, 500);
    expect(steps.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...values)).toBe(99);
    expect(Math.min(...values)).toBe(-99);
    expect(steps.every((step, i) => i === 0 || step > steps[i - 1])).toBe(true);
  });

  it('agrees with a naive search for the extremes of each bucket', () => {
    const curve = noisy(2_000);
    const buckets = 37;
    const { values } = decimate(curve, buckets);
    const width = curve.steps[1_999] / buckets;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const inside = [...curve.values].filter((_, i) => Math.min(buckets - 1, Math.floor(curve.steps[i] / width)) === bucket);
      expect(values).toContain(Math.max(...inside));
      expect(values).toContain(Math.min(...inside));
    }
  });

  it('returns a window with one point on either side, so that lines reach its edges', () => {
    const { steps } = decimate(noisy(1000), 5000, 300, 330);
    expect([...steps]).toEqual([297, 300, 303, 306, 309, 312, 315, 318, 321, 324, 327, 330, 333]);
  });

  it('shows non-finite values', () => {
    const curve = noisy(10_000);
    curve.values[5_000] = NaN;
    curve.values[7_000] = Infinity;
    const { values } = decimate(curve, 100);
    expect(values.some(Number.isNaN)).toBe(true);
    expect(values).toContain(Infinity);
  });

  it('survives empty and all-NaN curves', () => {
    expect(decimate({ steps: new Float64Array(0), values: new Float64Array(0) }, 10).steps.length).toBe(0);
    const nan = { steps: Float64Array.from({ length: 100 }, (_, i) => i), values: new Float64Array(100).fill(NaN) };
    expect(decimate(nan, 3).values.every(Number.isNaN)).toBe(true);
  });
});

describe('lowerBound', () => {
  it('finds the first step that is not below', () => {
    const steps = Float64Array.of(1, 3, 5);
    expect([0, 1, 2, 5, 6].map((step) => lowerBound(steps, step))).toEqual([0, 0, 1, 2, 3]);
  });
});
