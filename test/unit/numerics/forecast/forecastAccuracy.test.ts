import { expect, it } from 'vitest';
import { forecastAccuracy } from '../../../../src/numerics/forecast/forecastAccuracy';

it('rates a pick between the worst and the best model', () => {
  const { pearson, relative, rmse } = forecastAccuracy([1, 2, 4], [2, 1, 3]);
  expect(relative).toBeCloseTo(0.5, 12);
  expect(pearson).toBeCloseTo(2 / Math.sqrt(28 / 3), 12);
  expect(rmse).toBeCloseTo(1, 12);
});

it('has no correlation without spread', () => {
  expect(forecastAccuracy([1, 1], [2, 3]).pearson).toBeNaN();
});
