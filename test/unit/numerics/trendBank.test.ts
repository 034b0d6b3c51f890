import { describe, expect, it } from 'vitest';
import { solveSymmetric } from '../../../src/numerics/solveSymmetric';
import { TrendBank, type Driver, type TrendHypothesis } from '../../../src/numerics/trendBank';
import { fallAhead, trendAhead } from '../../../src/numerics/trendSnapshot';

const still: TrendHypothesis = { noise: 0.01, damping: 0.5, slopeDrift: 0, levelDrift: 0, startSlope: 5, delay: 0, outliers: 0, weight: 1 };
const clock = [1, 2, 4, 7, 11, 16, 22, 30];

describe('trend bank', () => {
  it('continues a power law whose exponent is a hypothesis', () => {
    const law = (t: number): number => 0.8 + 0.6 * t ** -0.5;
    const bank = new TrendBank([still], 0, { mean: 0, deviation: 0, departure: 0 }, 1);
    clock.forEach((t) => bank.observe(t, 0, law(t), 1));
    const { means, deviations } = trendAhead(bank.snapshot(), 300, 0);
    expect(Math.abs(means[0] - law(300))).toBeLessThan(2e-4);
    expect(deviations[0]).toBeLessThan(0.03);
  });

  it('without drift equals Bayesian linear regression on the power law and the driver', () => {
    const noisy = clock.map((t, i) => 0.9 + 0.5 * t ** -0.5 + 0.01 * Math.sin(7 * i));
    const covariate = clock.map((t) => (t < 10 ? 1 : 1 - (t - 10) / 40));
    const driver = { mean: 0.05, deviation: 0.1, departure: 0 };
    const bank = new TrendBank([still], 0, driver, 1);
    clock.forEach((t, i) => bank.observe(t, covariate[i], noisy[i], 1));
    const { means } = trendAhead(bank.snapshot(), 100, 0.2);
    expect(means[0]).toBeCloseTo(regressed(noisy, covariate, driver, 100, 0.2), 8);
  });

  it('gives weight to the hypothesis that has the noise of the data', () => {
    let seed = 11;
    const random = (): number => ((seed = (seed * 48271) % 2147483647) / 2147483647) - 0.5;
    const bank = new TrendBank([{ ...still, noise: 0.001 }, { ...still, noise: 0.03 }], 0.01, { mean: 0, deviation: 0, departure: 0 }, 1);
    for (let t = 1; t < 40; t++) bank.observe(t, 0, 1 + 0.1 * random(), 1);
    const { weights, noise } = bank.snapshot();
    expect(noise[weights.indexOf(Math.max(...weights))]).toBe(0.03);
  });

  it('grows less sure the further it looks', () => {
    const bank = new TrendBank([{ ...still, slopeDrift: 0.1 }], 0, { mean: 0, deviation: 0, departure: 0 }, 1);
    clock.forEach((t) => bank.observe(t, 0, 1, 1));
    const spread = [33, 50, 220].map((t) => trendAhead(bank.snapshot(), t, 0).deviations[0]);
    expect(spread[0]).toBeLessThan(spread[1]);
    expect(spread[1]).toBeLessThan(spread[2]);
  });

  it('continues a power law that began before the clock', () => {
    const law = (t: number): number => 0.8 + 0.6 * (t + 12) ** -0.5;
    const bank = new TrendBank([{ ...still, delay: 4 }], 0, { mean: 0, deviation: 0, departure: 0 }, 3);
    clock.forEach((t) => bank.observe(t, 0, law(t), 1));
    expect(trendAhead(bank.snapshot(), 300, 0).means[0]).toBeCloseTo(law(300), 3);
  });

  it('is led astray less by an outlier where outliers are expected', () => {
    const error = (outliers: number): number => {
      const bank = new TrendBank([{ ...still, outliers }], 0, { mean: 0, deviation: 0, departure: 0 }, 1);
      clock.forEach((t, i) => bank.observe(t, 0, i === 5 ? 0.9 : 1, 1));
      return Math.abs(trendAhead(bank.snapshot(), 30, 0).means[0] - 1);
    };
    expect(error(0.1)).toBeLessThan(0.5 * error(0));
    expect(error(0.1)).toBeGreaterThan(0);
  });

  it('weighs a hypothesis with outliers by the density of the mixture', () => {
    const odds = (surprise: number): number => {
      const certain = { ...still, startSlope: 0, noise: 0.1 };
      const bank = new TrendBank([certain, { ...certain, outliers: 0.2 }], 0, { mean: 0, deviation: 0, departure: 0 }, 1);
      bank.observe(1, 0, 0, 1);
      bank.observe(2, 0, surprise, 1);
      const { weights, outliers } = { ...bank.snapshot(), outliers: [0, 0.2] };
      return weights[outliers.indexOf(0.2)] / weights[0];
    };
    const density = (x: number, variance: number): number => Math.exp((-0.5 * x * x) / variance) / Math.sqrt(variance);
    for (const x of [0, 0.2, 0.5]) {
      const usual = density(x, 0.02);
      expect(odds(x)).toBeCloseTo((0.8 * usual + 0.2 * density(x, 0.01 + 0.16)) / usual, 8);
    }
  });

  it('is surer of a fall than of the levels between which it falls', () => {
    const bank = new TrendBank([still], 0, { mean: 0, deviation: 0, departure: 0 }, 1);
    clock.forEach((t) => bank.observe(t, 0, 1 + 0.1 / t, 1));
    const now = trendAhead(bank.snapshot(), 30, 0);
    const later = trendAhead(bank.snapshot(), 60, 0);
    const fall = fallAhead(bank.snapshot(), 60, 0);
    expect(fall.means[0]).toBeCloseTo(now.means[0] - later.means[0], 12);
    expect(fall.deviations[0]).toBeLessThan(Math.hypot(now.deviations[0], later.deviations[0]));
  });
});

/** Posterior mean of E + s·φ(t) + b·F, with a flat prior on E, φ the integral of a slope that fades as t^(−α) from 1. */
function regressed(y: number[], covariate: number[], driver: Driver, t: number, f: number): number {
  const phi = (at: number): number => -(1 - at ** -still.damping) / still.damping;
  const rows = clock.map((at, i) => [1, phi(at), covariate[i]]);
  const precision = 1 / still.noise ** 2;
  const prior = [0, still.startSlope ** -2, driver.deviation ** -2];
  const gram = [0, 1, 2].map((a) => [0, 1, 2].map((b) => rows.reduce((sum, row) => sum + precision * row[a] * row[b], a === b ? prior[a] : 0)));
  const right = [0, 1, 2].map((a) => rows.reduce((sum, row, i) => sum + precision * row[a] * y[i], a === 2 ? prior[2] * driver.mean : 0));
  const solved = solveSymmetric(gram, right) ?? [];
  return solved[0] + solved[1] * phi(t) + solved[2] * f;
}
