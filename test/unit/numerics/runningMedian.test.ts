import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { RunningMedian } from '../../../src/numerics/runningMedian';
import { mulberry } from '../random';

describe('RunningMedian', () => {
  it.each([1, 2, 5, 9, 128])('agrees with simple-statistics on a window of %i', (window) => {
    const random = mulberry(window);
    const running = new RunningMedian(window);
    const values: number[] = [];
    for (let i = 0; i < 1000; i++) {
      values.push(Math.round(random() * 50) - (i % 7) * 1e3);
      running.push(values[i]);
      expect(running.median).toBe(median(values.slice(-window)));
      expect(running.length).toBe(Math.min(window, i + 1));
    }
  });

  it('holds infinities, refuses NaN and starts anew', () => {
    const running = new RunningMedian(3);
    expect(running.median).toBeNaN();
    for (const value of [Infinity, 1, -Infinity]) running.push(value);
    expect(running.median).toBe(1);
    expect(() => running.push(NaN)).toThrow(RangeError);
    running.clear();
    running.push(4);
    expect(running.median).toBe(4);
  });
});
