import { describe, expect, it } from 'vitest';
import { logCutoffSum } from '../../../../src/numerics/tails/cutoffSum';
import { erfc, logScaledErfc } from '../../../../src/numerics/tails/errorFunction';
import { logExponentialIntegral } from '../../../../src/numerics/tails/exponentialIntegral';
import { scaledZeta, scaledZetaMoments } from '../../../../src/numerics/tails/hurwitzZeta';

/** Reference values: mpmath 1.3 with 25 digits. */
describe('scaledZetaMoments', () => {
  it.each([
    [2, 1, 1.644934066848226, -0.93754825431584, 1.9892802342989],
    [1.1, 1, 10.5844484649508, -99.928163075771, 1999.990115747],
    [2.5, 7, 5.196271816535061, -3.0993477925217, 4.148066277854],
    [40, 3, 1.000010057922823, -2.893782739002e-6, 8.32642044757e-7],
    [1.5, 1e6, 2000000.500000125, -4e6, 16e6],
  ])('is q^s·ζ(s, q) with its derivatives at s = %d, q = %d', (s, q, zero, first, second) => {
    const moments = scaledZetaMoments(s, q);
    expect(scaledZeta(s, q) / zero).toBeCloseTo(1, 13);
    expect(moments.zero / zero).toBeCloseTo(1, 13);
    expect(moments.first / first).toBeCloseTo(1, 11);
    expect(moments.second / second).toBeCloseTo(1, 10);
  });
});

describe('logExponentialIntegral', () => {
  it.each([
    [2.5, 0.1, -0.632034488063828], [1, 0.3, -0.099072933246934], [1.0001, 0.3, -0.099153495548475], [0, 0.5, 0.193147180559945],
    [0.4, 1e-6, 8.687259029392319], [3, 1e-4, -0.693347099210767], [2, 1, -1.907200578598345], [0.7, 20, -23.02863366071497], [5, 1.5, -3.256320081791747],
  ])('is ln E_s(z) at s = %d, z = %d', (s, z, expected) => {
    expect(logExponentialIntegral(s, z)).toBeCloseTo(expected, 12);
  });

  it('is that of a pure power at z = 0', () => {
    expect(logExponentialIntegral(3, 0)).toBeCloseTo(-Math.log(2), 15);
    expect(logExponentialIntegral(1, 0)).toBe(Infinity);
  });
});

describe('logCutoffSum', () => {
  it.each([[2.5, 0.1, 1, 0.1377736251290639], [1, 0.3, 7, -1.01052536690515], [0, 0.01, 1, 4.600166019324897], [2, 2, 3, -5.919888203831032], [1.2, 0.49, 1, -0.1170301367012176]])(
    'is the logarithm of the sum at α = %d, λ = %d from %d on', (alpha, lambda, xmin, expected) => {
      expect(logCutoffSum(alpha, lambda, xmin)).toBeCloseTo(expected, 12);
    });

  it('agrees with the sum of a slow cutoff', () => {
    let sum = 0;
    for (let k = 400_000; k >= 12; k--) sum += (k / 12) ** -1.4 * Math.exp(-1e-4 * k);
    expect(logCutoffSum(1.4, 1e-4, 12)).toBeCloseTo(Math.log(sum), 11);
  });
});

describe('erfc', () => {
  it.each([[-7, 49.69314718055995], [-2, 4.690805573646588], [0.1, Math.log(0.8875370839817152) + 0.01], [1.9, -1.322345862780269], [2, -1.364941264616638], [2.5, -1.556815272727264], [10, -2.879889024844889], [100, -5.177585122664333]])(
    'has the right scaled logarithm at %d', (x, expected) => {
      expect(logScaledErfc(x)).toBeCloseTo(expected, 12);
      if (x * x < 700) expect(erfc(x) / Math.exp(expected - x * x)).toBeCloseTo(1, 11);
    });
});
