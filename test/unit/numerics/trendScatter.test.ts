import { describe, expect, it } from 'vitest';
import { TrendScatter } from '../../../src/numerics/trendScatter';
import { gaussian, mulberry } from '../random';

describe('TrendScatter', () => {
  it('measures the standard deviation of noise about a falling trend', () => {
    const random = mulberry(7);
    const trend = new TrendScatter();
    const errors: number[] = [];
    for (let i = 0; i < 4000; i++) {
      trend.push(i, 5 - i / 2000 + 0.2 * gaussian(random));
      if (i >= 200) errors.push(trend.measured / 0.2 - 1);
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
  });

  it('does not move for a few wild values', () => {
    const calm = new TrendScatter();
    const wild = new TrendScatter();
    for (let i = 0; i < 200; i++) {
      calm.push(i, 2 + (i % 3) / 100);
      wild.push(i, i % 25 === 24 ? 1e6 : 2 + (i % 3) / 100);
    }
    expect(wild.level).toBeCloseTo(calm.level, 1);
    expect(wild.measured).toBeLessThan(2 * calm.measured);
  });

  it('falls back on a tenth of the level when it has seen little', () => {
    const trend = new TrendScatter();
    trend.push(0, 4);
    expect(trend.scatter).toBeCloseTo(0.4, 12);
    trend.push(1, 4);
    expect(trend.scatter).toBeCloseTo(0.4 * Math.sqrt(2 / 3), 12);
  });

  it('takes no difference across a hole in the log', () => {
    const trend = new TrendScatter();
    [[1, 3], [2, 3.1], [3, 3], [900, 1], [901, 1.1]].forEach(([step, value]) => trend.push(step, value));
    expect(trend.measured).toBeCloseTo(1.4826 * 0.1 / Math.SQRT2, 9);
    expect(trend.gap).toBe(1);
  });

  it('takes its level from the values behind the last hole in the log', () => {
    const trend = new TrendScatter();
    [[1, 3], [2, 3], [3, 3], [4, 3], [900, 1]].forEach(([step, value]) => trend.push(step, value));
    expect(trend.level).toBe(1);
    trend.push(901, 1.1);
    expect(trend.level).toBeCloseTo(1.05, 12);
  });
});
