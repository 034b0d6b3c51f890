import { describe, expect, it } from 'vitest';
import { acceptThenStop, lossOnLine } from '../../../../src/numerics/forecast/acceptThenStop';
import { forecastAccuracy } from '../../../../src/numerics/forecast/forecastAccuracy';
import { cut } from './benchmark';

function accuracyOf(name: 'flan' | 'wmt19', share: number) {
  const { full, sizes, losses, truth } = cut(name, share);
  const predicted = losses.map((one) => {
    const line = acceptThenStop(sizes, one);
    return line ? lossOnLine(line, full) : NaN;
  });
  return forecastAccuracy(predicted, truth);
}

describe('acceptThenStop', () => {
  it.each([
    ['flan', 8, 90.9, 93.6, 0.087], ['flan', 32, 65.5, 93.2, 0.249], ['flan', 128, 52.2, 85.3, 0.465], ['flan', 512, 45.6, 93.2, 0.506],
    ['wmt19', 8, 98.9, 99.1, 0.069], ['wmt19', 32, 97.7, 99.6, 0.102], ['wmt19', 128, 78.0, 99.1, 0.429], ['wmt19', 512, 61.5, 99.1, 0.701],
  ] as const)('gives the published figures for %s at 1/%d of the data', (name, share, pearson, relative, rmse) => {
    const found = accuracyOf(name, share);
    expect(100 * found.pearson).toBeCloseTo(pearson, 1);
    expect(100 * found.relative).toBeCloseTo(relative, 1);
    expect(Math.abs(found.rmse - rmse)).toBeLessThan(0.001);
  });

  it('finds a power law exactly and drops the smallest size', () => {
    const sizes = [100, 200, 400, 800, 1600, 3200];
    const line = acceptThenStop(sizes, sizes.map((size) => 5 * size ** -0.3 * (1 + 1e-9 * Math.sin(size))));
    expect(line).toMatchObject({ accepted: 5, slope: expect.closeTo(-0.3, 6), intercept: expect.closeTo(Math.log(5), 6) });
  });

  it('stops at the bend before the power phase', () => {
    const sizes = Array.from({ length: 10 }, (_, i) => 100 * 2 ** i);
    const line = acceptThenStop(sizes, sizes.map((size, i) => 5 * Math.max(size, 1600) ** -0.3 * (1 + 0.001 * (-1) ** i)));
    expect(line?.accepted).toBe(6);
    expect(line?.slope).toBeCloseTo(-0.3, 2);
  });

  it('takes all of just k sizes and fewer not at all', () => {
    expect(acceptThenStop([100, 200, 400], [3, 2, 1.5])?.accepted).toBe(3);
    expect(acceptThenStop([100, 200], [3, 2])).toBeUndefined();
  });
});
