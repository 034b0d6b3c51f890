import { describe, expect, it } from 'vitest';
import { alternativeSurvival, powerLawSurvival } from '../../../../src/numerics/tails/tailSurvival';

describe('survival functions', () => {
  const xmin = 2;
  const densities: readonly (readonly [name: Parameters<typeof alternativeSurvival>[0], parameters: Record<string, number>, density: (x: number) => number])[] = [
    ['exponential', { lambda: 0.7 }, (x) => Math.exp(-0.7 * x)],
    ['lognormal', { mu: 0.4, sigma: 0.9 }, (x) => Math.exp(-((Math.log(x) - 0.4) ** 2) / (2 * 0.81)) / x],
    ['stretched exponential', { lambda: 0.8, beta: 0.6 }, (x) => (0.8 * x) ** -0.4 * Math.exp(-((0.8 * x) ** 0.6))],
    ['cutoff', { alpha: 1.7, lambda: 0.05 }, (x) => x ** -1.7 * Math.exp(-0.05 * x)],
  ];

  it.each(densities)('of the %s law is the integral of its density', (name, parameters, density) => {
    const survival = alternativeSurvival(name, parameters, xmin);
    expect(survival?.(xmin)).toBeCloseTo(1, 12);
    for (const x of [3, 7, 20]) expect(survival?.(x)).toBeCloseTo(integral(density, x) / integral(density, xmin), 6);
  });

  it('of a power law falls by one less than the exponent of its density', () => {
    expect(powerLawSurvival(3.5, 2)(20)).toBeCloseTo(10 ** -2.5, 12);
  });

  it('is undefined where the parameters are beyond numbers', () => {
    expect(alternativeSurvival('stretched exponential', { lambda: Infinity, beta: 1e-5 }, 1)).toBeUndefined();
  });
});

/** From x to where nothing is left, by Simpson's rule on ln x. */
function integral(density: (x: number) => number, from: number): number {
  const [start, end, count] = [Math.log(from), Math.log(2e4), 20_000];
  const h = (end - start) / count;
  let sum = 0;
  for (let i = 0; i <= count; i++) sum += (i === 0 || i === count ? 1 : i % 2 ? 4 : 2) * density(Math.exp(start + i * h)) * Math.exp(start + i * h);
  return (sum * h) / 3;
}
