import { describe, expect, it } from 'vitest';
import { hillEstimate, hillPlot } from '../../../../src/numerics/tails/hill';
import { rankExponent } from '../../../../src/numerics/tails/rankExponent';
import { stableIndex } from '../../../../src/numerics/tails/stableIndex';
import * as exponents from '../../../../src/numerics/tails/tailExponents';
import { mulberry } from '../../random';
import { powerLawQuantiles } from './quantiles';

describe('rankExponent and hillEstimate', () => {
  it.each([[2.5, 0.666667, 0.66768398], [1.8, 1.25, 1.25190747], [3.5, 0.4, 0.40061039]])('describe the quantiles of exponent %d', (alpha, rank, xi) => {
    expect(rankExponent(powerLawQuantiles(alpha))).toBeCloseTo(rank, 6);
    expect(hillEstimate(powerLawQuantiles(alpha), 100)).toBeCloseTo(xi, 8);
  });

  it('thin the plot evenly in ln k', () => {
    const plot = hillPlot(powerLawQuantiles(2.5, 5000), 50);
    expect(plot.k[0]).toBe(1);
    expect(plot.k[plot.k.length - 1]).toBe(4999);
    expect(plot.k.length).toBeLessThanOrEqual(50);
    expect(plot.xi[plot.k.indexOf(plot.k.find((k) => k > 1000) ?? 0)]).toBeCloseTo(2 / 3, 2);
  });

  it('are no numbers where there is nothing to describe', () => {
    expect(rankExponent([3, 3, 3])).toBeNaN();
    expect(hillEstimate([1, 2], 2)).toBeNaN();
    expect(hillPlot([], 10).k).toHaveLength(0);
  });
});

describe('stableIndex', () => {
  /** Chambers, Mallows & Stuck (1976), symmetric. */
  function stableDraw(alpha: number, random: () => number): number {
    const angle = Math.PI * (random() - 0.5);
    const exponential = -Math.log(1 - random());
    return (Math.sin(alpha * angle) / Math.cos(angle) ** (1 / alpha)) * (Math.cos((1 - alpha) * angle) / exponential) ** ((1 - alpha) / alpha);
  }

  it.each([1.1, 1.5, 1.9])('recovers an index of %d', (alpha) => {
    const random = mulberry(7);
    const values = Float64Array.from({ length: 90_000 }, () => stableDraw(alpha, random));
    expect(Math.abs(stableIndex(values) - alpha)).toBeLessThan(0.12);
  });

  it('is no number for a single block', () => {
    expect(stableIndex([1, -2, 3], 2)).toBeNaN();
    expect(stableIndex([])).toBeNaN();
  });
});

describe('the conventions', () => {
  it('say the same in each other\'s words', () => {
    expect(exponents.ccdfExponentOfDensity(2.5)).toBe(1.5);
    expect(exponents.rankExponentOfDensity(2.5)).toBeCloseTo(2 / 3, 15);
    expect(exponents.densityExponentOfCcdf(1.5)).toBe(2.5);
    expect(exponents.densityExponentOfRank(2 / 3)).toBeCloseTo(2.5, 14);
    expect(exponents.rankExponentOfCcdf(exponents.ccdfExponentOfRank(0.7))).toBeCloseTo(0.7, 15);
  });
});
