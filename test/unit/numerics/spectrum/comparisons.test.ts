import { describe, expect, it } from 'vitest';
import { jensenShannon } from '../../../../src/numerics/spectrum/jensenShannon';
import { marchenkoPastur, marchenkoPasturMedian } from '../../../../src/numerics/spectrum/marchenkoPastur';
import { largestPossibleRank, samplingStatus } from '../../../../src/numerics/spectrum/samplingStatus';

describe('jensenShannon', () => {
  it('is 0 of equals, ln 2 of disjoint ones, symmetric and free of scale', () => {
    expect(jensenShannon([3, 2, 1], [6, 4, 2])).toBeCloseTo(0, 15);
    expect(jensenShannon([1], [1, 1])).toBeCloseTo(jensenShannon([1, 1], [1]), 15);
    // (1, 0) against (1/2, 1/2): ½·ln(4/3) + ½·(½·ln(2/3) + ½·ln 2).
    expect(jensenShannon([1], [1, 1])).toBeCloseTo(0.5 * Math.log(4 / 3) + 0.25 * Math.log(2 / 3) + 0.25 * Math.log(2), 14);
    expect(jensenShannon([0], [1])).toBeNaN();
  });
});

describe('samplingStatus', () => {
  it('goes by tokens per dimension', () => {
    expect([null, 30_720, 30_719, 9216, 9215, 234].map((tokens) => samplingStatus(tokens, 3072))).toEqual([
      'exact', 'well-sampled', 'moderately under-sampled', 'moderately under-sampled', 'severely under-sampled', 'severely under-sampled',
    ]);
  });

  it('is unknown where tokens or width are', () => {
    expect([samplingStatus(NaN, 3072), samplingStatus(5000, NaN), samplingStatus(null, NaN)]).toEqual(['unknown', 'unknown', 'exact']);
  });

  it('bounds the rank', () => {
    expect([largestPossibleRank(234, 3072), largestPossibleRank(5000, 3072), largestPossibleRank(null, 8)]).toEqual([233, 3072, 8]);
  });
});

describe('marchenkoPastur', () => {
  it('has the medians of Gavish and Donoho', () => {
    // ω(β) = λ*(β)/√median, with λ*(β) = √(2(β + 1) + 8β/(β + 1 + √(β² + 14β + 1))).
    const omega = (ratio: number) => Math.sqrt(2 * (ratio + 1) + (8 * ratio) / (ratio + 1 + Math.sqrt(ratio ** 2 + 14 * ratio + 1))) / Math.sqrt(marchenkoPasturMedian(ratio));
    expect(omega(1)).toBeCloseTo(2.858, 3);
    for (const ratio of [0.1, 0.5, 0.9]) expect(Math.abs(omega(ratio) - (0.56 * ratio ** 3 - 0.95 * ratio ** 2 + 1.82 * ratio + 1.43))).toBeLessThan(0.03);
  });

  /** Quantiles of the bulk of a rows × columns matrix with entries of unit variance, by its own distribution function. */
  function bulk(rows: number, columns: number): number[] {
    const ratio = columns / rows;
    const points = 200_000;
    const values: number[] = [];
    let below = 0;
    for (let i = 0; i < points; i++) {
      const x = 1 + ratio - 2 * Math.sqrt(ratio) * Math.cos(((i + 0.5) * Math.PI) / points);
      below += ((4 * ratio * Math.sin(((i + 0.5) * Math.PI) / points) ** 2) / (2 * Math.PI * ratio * x)) * (Math.PI / points);
      if (below * columns >= values.length + 0.5) values.push(x * rows);
    }
    return values;
  }

  it('finds the edge of noise, and the spikes beyond it', () => {
    const noise = bulk(1000, 250);
    expect(noise).toHaveLength(250);
    const edge = (Math.sqrt(1000) + Math.sqrt(250)) ** 2;
    const found = marchenkoPastur(noise, 1000, 250);
    expect(found?.spikes).toBe(0);
    expect((found?.edge ?? 0) / edge).toBeCloseTo(1, 2);
    const spiked = marchenkoPastur([9000, 5000, 3000, ...noise.slice(0, 247)], 250, 1000);
    expect(spiked?.spikes).toBe(3);
    expect((spiked?.edge ?? 0) / edge).toBeCloseTo(1, 1);
  });

  it('does not apply to matrices without noise', () => {
    expect(marchenkoPastur([5, 1, 0, 0, 0], 5, 5)).toBeUndefined();
    expect(marchenkoPastur([5, NaN, 1], 3, 3)).toBeUndefined();
    expect(marchenkoPastur([], 0, 0)).toBeUndefined();
  });
});
