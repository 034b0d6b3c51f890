import { expect, it } from 'vitest';
import { nelderMead } from '../../../src/numerics/nelderMead';

it('finds the minimum of the Rosenbrock function from its classic start', () => {
  const rosenbrock = ([x, y]: readonly number[]): number => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  const { at, value } = nelderMead(rosenbrock, [-1.2, 1], [0.1, 0.1], { iterations: 1000, tolerance: 1e-14 });
  expect(value).toBeLessThan(1e-12);
  expect(at[0]).toBeCloseTo(1, 5);
  expect(at[1]).toBeCloseTo(1, 5);
});

it('stays inside a domain bounded by Infinity', () => {
  const { at } = nelderMead(([x]) => (x < 2 ? Infinity : x), [5], [1], { iterations: 500 });
  expect(at[0]).toBeGreaterThanOrEqual(2);
  expect(at[0]).toBeLessThan(2.001);
});
