import { describe, expect, it } from 'vitest';
import { powerLawFit, powerLawFitAt } from '../../../src/numerics/powerLaw';
import { mulberry } from '../random';

const quantiles = (alpha: number, count = 1000) => Array.from({ length: count }, (_, i) => (1 - (i + 0.5) / count) ** (-1 / (alpha - 1)));

/** The definition, word by word. */
function slowFit(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const unique = [...new Set(sorted)];
  const fits = unique.slice(0, -1).map((xmin) => {
    const tail = sorted.filter((value) => value >= xmin);
    const alpha = 1 + tail.length / tail.reduce((sum, value) => sum + Math.log(value / xmin), 0);
    const gaps = unique.filter((value) => value >= xmin).map((value) => Math.abs(1 - (value / xmin) ** (1 - alpha) - tail.filter((x) => x < value).length / tail.length));
    const logLikelihood = tail.reduce((sum, value) => sum + Math.log((alpha - 1) / xmin) - alpha * Math.log(value / xmin), 0);
    return { alpha, xmin, ksDistance: Math.max(...gaps), n: tail.length, sigma: (alpha - 1) / Math.sqrt(tail.length), logLikelihood };
  });
  return fits.reduce((best, fit) => (fit.ksDistance < best.ksDistance ? fit : best));
}

describe('powerLawFitAt', () => {
  it.each([[2.5, 2.50051998], [1.8, 1.80027732], [3.5, 3.50086663]])('is the maximum-likelihood exponent of the quantiles of exponent %f', (alpha, expected) => {
    const fit = powerLawFitAt(quantiles(alpha), 1);
    expect(fit?.alpha).toBeCloseTo(expected, 8);
    expect(fit).toMatchObject({ xmin: 1, n: 1000 });
    expect(fit?.sigma).toBeCloseTo((expected - 1) / Math.sqrt(1000), 8);
  });

  it('fails where nothing exceeds xmin', () => {
    expect(powerLawFitAt([1, 2, 3], 4)).toBeUndefined();
    expect(powerLawFitAt([1, 2, 3], 3)).toBeUndefined();
    expect(powerLawFitAt([1, 2, 3], 0)).toBeUndefined();
  });
});

describe('powerLawFit', () => {
  it('agrees with the definition, ties included', () => {
    const random = mulberry(11);
    for (let trial = 0; trial < 60; trial++) {
      const alpha = 1.2 + 6 * random();
      const rounding = trial % 3 === 0 ? 10 : 1e9;
      const values = Array.from({ length: 3 + Math.floor(120 * random()) }, () => Math.round(rounding * (1 + 3 * random()) * (1 - random()) ** (-1 / (alpha - 1))) / rounding);
      if (new Set(values).size < 2) continue;
      const [fit, slow] = [powerLawFit(values), slowFit(values)];
      expect(fit?.xmin).toBe(slow.xmin);
      expect(fit?.n).toBe(slow.n);
      for (const key of ['alpha', 'ksDistance', 'sigma', 'logLikelihood'] as const) expect(Math.abs((fit?.[key] ?? NaN) / slow[key] - 1), key).toBeLessThan(1e-9);
    }
  });

  it('does not cap the exponent', () => {
    expect(powerLawFit(quantiles(40, 500))?.alpha).toBeGreaterThan(35);
  });

  it('is no number where it fails', () => {
    for (const values of [[], [1], [2, 2, 2], [0, 0, 1], [-1, NaN, Infinity]]) expect(powerLawFit(values)).toBeUndefined();
    expect(powerLawFit([0, NaN, 1, 2, 4])).toEqual(powerLawFit([1, 2, 4]));
  });
});
