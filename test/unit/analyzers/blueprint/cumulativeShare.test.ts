import { describe, expect, it } from 'vitest';
import { cumulativeShare, rankLawShare } from '../../../../src/analyzers/blueprint/cumulativeShare';
import { rankFit } from '../../../../src/analyzers/blueprint/rankFit';
import { shareExponent } from '../../../../src/analyzers/blueprint/shareExponent';

describe('rankLawShare', () => {
  it('gives the top tenth of 10⁴ with exponent 1.5 98.3 %, and half only with .728', () => {
    expect(rankLawShare(1000, 10_000, 1.5)).toBeCloseTo(0.983, 3);
    expect(rankLawShare(1000, 10_000, 0.728)).toBeCloseTo(0.5, 3);
  });
});

describe('cumulativeShare', () => {
  it('takes what is worth most for its size first', () => {
    const { order, k, share } = cumulativeShare([{ value: 4, size: 8 }, { value: 3, size: 1 }, { value: 3, size: 1 }]);
    expect(order).toEqual([1, 2, 0]);
    expect([...k]).toEqual([0.1, 0.2, 1]);
    expect([...share]).toEqual([0.3, 0.6, 1]);
  });
});

describe('shareExponent', () => {
  it.each([0.2, 0.5, 0.8])('finds γ = %d where the share is exactly k^γ', (gamma) => {
    const carriers = Array.from({ length: 50 }, (_, i) => ({ value: ((i + 1) / 50) ** gamma - (i / 50) ** gamma, size: 3 }));
    const found = shareExponent(carriers);
    expect(found?.gamma).toBeCloseTo(gamma, 12);
    expect(found?.misfit.largest).toBeLessThan(1e-12);
    expect(found?.draws[0]).toBeLessThan(gamma);
    expect(found?.draws.at(-1)).toBeGreaterThan(gamma);
  });

  it('is 1 where all carry alike, and nothing where nothing is carried', () => {
    expect(shareExponent([1, 2, 3].map((size) => ({ value: size, size })))?.gamma).toBeCloseTo(1, 12);
    expect(shareExponent([1, 2, 3].map((size) => ({ value: 0, size })))).toBeUndefined();
    expect(shareExponent([{ value: 1, size: 1 }, { value: 2, size: 1 }])).toBeUndefined();
  });
});

describe('rankFit', () => {
  // Quantiles of a power law with density exponent 2.5, hence rank exponent 2/3.
  it('finds the rank exponent of a power law', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (1 - (i + 0.5) / 1000) ** (-1 / 1.5));
    const fit = rankFit(values);
    expect(fit?.exponent).toBeCloseTo(0.666667, 6);
    expect(fit?.R2).toBeCloseTo(1, 10);
    expect(fit?.interval[0]).toBeCloseTo(0.666667 * (1 - 1.96 * Math.sqrt(2 / 1000)), 5);
  });

  it('fits nothing to equal values or to two', () => {
    expect(rankFit([2, 2, 2, 2])).toBeNull();
    expect(rankFit([1, 2, 0, NaN])).toBeNull();
  });
});
