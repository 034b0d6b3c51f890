import { describe, expect, it } from 'vitest';
import { discretePowerLawFit, discretePowerLawFitAt } from '../../../../src/numerics/tails/discretePowerLaw';
import { discreteDraws } from '../../../../src/numerics/tails/discreteDraws';
import { mulberry } from '../../random';

/** Σ k^−s from q on, by brute force with the integral of the rest. */
function zeta(s: number, q: number): number {
  let sum = 0;
  for (let k = q; k < q + 3000; k++) sum += k ** -s;
  return sum + (q + 3000 - 0.5) ** (1 - s) / (s - 1);
}

/** The definition, word by word, with the exponent by golden sections. */
function slowFit(values: readonly number[]) {
  const unique = [...new Set(values)].sort((a, b) => a - b);
  const fits = unique.slice(0, -1).map((xmin) => {
    const tail = values.filter((value) => value >= xmin);
    const logs = tail.reduce((sum, value) => sum + Math.log(value), 0);
    const logLikelihood = (alpha: number): number => -tail.length * Math.log(zeta(alpha, xmin)) - alpha * logs;
    let [low, high] = [1.01, 60];
    for (let i = 0; i < 90; i++) {
      const [a, b] = [high - 0.618 * (high - low), low + 0.618 * (high - low)];
      if (logLikelihood(a) > logLikelihood(b)) high = b;
      else low = a;
    }
    const alpha = (low + high) / 2;
    const gaps = unique.filter((value) => value >= xmin).map((value) => Math.abs(1 - zeta(alpha, value) / zeta(alpha, xmin) - tail.filter((x) => x < value).length / tail.length));
    return { alpha, xmin, ksDistance: Math.max(...gaps), n: tail.length, logLikelihood: logLikelihood(alpha) };
  });
  return fits.reduce((best, fit) => (fit.ksDistance < best.ksDistance ? fit : best));
}

describe('discretePowerLawFit', () => {
  it('agrees with the definition', () => {
    const random = mulberry(3);
    for (const alpha of [1.7, 2.3, 3.2]) {
      const draw = discreteDraws(alpha, 2);
      const values = Array.from({ length: 80 }, () => draw(random)).filter((value) => value < 2000);
      const [fit, slow] = [discretePowerLawFit(values), slowFit(values)];
      expect(fit).toMatchObject({ xmin: slow.xmin, n: slow.n });
      expect(fit?.alpha).toBeCloseTo(slow.alpha, 5);
      expect(fit?.ksDistance).toBeCloseTo(slow.ksDistance, 6);
      expect(fit?.logLikelihood).toBeCloseTo(slow.logLikelihood, 5);
    }
  });

  it.each([1.8, 2.5, 4])('recovers an exponent of %d from its draws', (alpha) => {
    const random = mulberry(17);
    const draw = discreteDraws(alpha, 5);
    const fit = discretePowerLawFitAt(Array.from({ length: 20_000 }, () => draw(random)), 5);
    expect(fit?.n).toBe(20_000);
    expect(Math.abs((fit?.alpha ?? 0) - alpha)).toBeLessThan(3 * (fit?.sigma ?? 0));
  });

  it('is no number where it fails', () => {
    for (const values of [[], [1], [2, 2, 2], [0, 0, 1], [-1, NaN, Infinity]]) expect(discretePowerLawFit(values)).toBeUndefined();
    expect(discretePowerLawFitAt([3, 3], 3)).toBeUndefined();
    expect(discretePowerLawFitAt([1, 2, 3], 4)).toBeUndefined();
  });
});
