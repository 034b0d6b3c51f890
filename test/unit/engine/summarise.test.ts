import { describe, expect, it } from 'vitest';
import { summarisePerformance } from '../../../src/engine/summarise';
import { pointsOf, runWith } from '../analyzers/runWith';
import { mulberry } from '../random';

const random = mulberry(21);

function summary(values: readonly number[], lowerIsBetter = true) {
  const run = runWith({ 'loss/train': pointsOf(values) });
  return summarisePerformance(run, run.series[0], lowerIsBetter);
}

describe('summarisePerformance', () => {
  it('shows few values as they are, but for those that are not finite', () => {
    expect([...summary([3, NaN, 2, Infinity, 1]).sparkline]).toEqual([3, 2, 1]);
    expect(summary([NaN, Infinity]).sparkline).toEqual(new Float64Array(0));
  });

  it('shows the means of 48 equal parts of the steps', () => {
    const values = Array.from({ length: 4800 }, (_, i) => (i % 7 === 0 ? NaN : random()));
    const parts = Array.from({ length: 48 }, () => [] as number[]);
    const first = 1; // the first finite value
    values.forEach((value, i) => {
      if (Number.isFinite(value)) parts[Math.min(47, Math.floor(((i - first) * 48) / (4799 - first)))].push(value);
    });
    const { sparkline } = summary(values);
    expect(sparkline.length).toBe(48);
    parts.forEach((part, k) => { expect(sparkline[k]).toBeCloseTo(part.reduce((a, b) => a + b) / part.length, 12); });
  });

  it('knows the first of the best and the last finite value', () => {
    expect(summary([3, 1, NaN, 1, -Infinity, 2, NaN])).toMatchObject({ bestValue: 1, bestStep: 1, lastValue: 2 });
    expect(summary([3, 1, 3, Infinity, 2], false)).toMatchObject({ bestValue: 3, bestStep: 0 });
    expect(summary([NaN])).toMatchObject({ bestValue: null, bestStep: null, lastValue: null });
  });
});
