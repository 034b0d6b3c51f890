import { describe, expect, it } from 'vitest';
import { drawnEstimates } from '../../../../src/analyzers/scaling/drawnEstimates';

const shape = [{ name: 'alpha', low: 1e-3, high: 3, starts: [1] }];
const named = ([A, alpha]: readonly number[]) => ({ A, alpha });
const draws = (alpha: (k: number) => number) => Array.from({ length: 100 }, (_, k) => [100 + k, alpha(k)]);

describe('drawnEstimates', () => {
  it('gives the interval of the refits where they stay within the search', () => {
    const { A, alpha } = drawnEstimates({ parameters: [150, 0.3], draws: draws((k) => 0.2 + k / 500) }, shape, named);
    expect(A).toEqual({ value: 150, low: expect.closeTo(102.475, 6), high: expect.closeTo(196.525, 6) });
    expect(alpha.unbounded).toBeUndefined();
  });

  it('says that an end is unbounded where refits end with the search, and of that parameter alone', () => {
    const { A, alpha } = drawnEstimates({ parameters: [150, 2.5], draws: draws((k) => (k < 10 ? 3 : 1 + k / 100)) }, shape, named);
    expect(alpha).toMatchObject({ value: 2.5, low: expect.closeTo(1.12, 1), high: Infinity, unbounded: expect.stringContaining('refits reach 3, where the search ends') });
    expect(A.unbounded).toBeUndefined();
    expect(JSON.parse(JSON.stringify(alpha))).toMatchObject({ high: null });
  });

  it('finds both ends', () => {
    const { alpha } = drawnEstimates({ parameters: [150, 1], draws: draws((k) => (k % 2 ? 3 : 1e-3)) }, shape, named);
    expect([alpha.low, alpha.high]).toEqual([-Infinity, Infinity]);
  });
});
