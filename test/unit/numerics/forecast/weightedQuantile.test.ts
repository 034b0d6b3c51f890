import { expect, it } from 'vitest';
import { weightedQuantile } from '../../../../src/numerics/forecast/weightedQuantile';

it('is that of the uniform distribution for equal weights', () => {
  const values = [0.5, 1.5, 2.5, 3.5];
  const weights = [0.25, 0.25, 0.25, 0.25];
  for (const share of [0, 0.1, 0.5, 0.77, 1]) expect(weightedQuantile(values, weights, share)).toBeCloseTo(4 * share, 12);
});

it('skips what has no weight', () => {
  expect(weightedQuantile([0, 1, 2], [0, 1, 0], 0.5)).toBe(1);
});
