import { describe, expect, it } from 'vitest';
import { solveSymmetric } from '../../../src/numerics/solveSymmetric';
import { TrendBank, trendAhead, type TrendHypothesis } from '../../../src/numerics/trendBank';

const still: TrendHypothesis = { noise: 0.01, damping: 0.5, slopeDrift: 0, levelDrift: 0, startSlope: 5, weight: 1 };
const clock = [1, 2, 4, 7, 11, 16, 22, 30];

describe('trend bank', () => {
  it('continues a power law whose exponent is a hypothesis', () => {
    const law = (t: number): number => 0.8 + 0.6 * t ** -0.5;
    const bank = new TrendBank([still], 0, { mean: 0, deviation: 0 });
    clock.forEach((t, i) => bank.observe(i === 0 ? 0 : Math.log(t / clock[i - 1]), 0, law(t), 1));
    const { means, deviations } = trendAhead(bank.snapshot(), Math.log(300 / 30), 0);
    expect(Math.abs(means[0] - law(300))).toBeLessThan(2e-4);
    expect(deviations[0]).toBeLessThan(0.03);
  });

  it('without drift equals Bayesian linear regression on the power law and the driver', () => {
    const noisy = clock.map((t, i) => 0.9 + 0.5 * t ** -0.5 + 0.01 * Math.sin(7 * i));
    const covariate = clock.map((t) => (t < 10 ? 1 : 1 - (t - 10) / 40));
    const driver = { mean: 0.05, deviation: 0.1 };
    const bank = new TrendBank([still], 0, driver);
    clock.forEach((t, i) => bank.observe(i === 0 ? 0 : Math.log(t / clock[i - 1]), covariate[i], noisy[i], 1));
    const { means } = trendAhead(bank.snapshot(), Math.log(100 / 30), 0.2);
    expect(means[0]).toBeCloseTo(regressed(noisy, covariate, driver, 100, 0.2), 8);
  });

  it('gives weight to the hypothesis that has the noise of the data', () => {
    let seed = 11;
    const random = (): number => ((seed = (seed * 48271) % 2147483647) / 2147483647) - 0.5;
    const bank = new TrendBank([{ ...still, noise: 0.001 }, { ...still, noise: 0.03 }], 0.01, { mean: 0, deviation: 0 });
    for (let t = 1; t < 40; t++) bank.observe(t === 1 ? 0 : Math.log(t / (t - 1)), 0, 1 + 0.1 * random(), 1);
    const { weights, noise } = bank.snapshot();
    expect(noise[weights.indexOf(Math.max(...weights))]).toBe(0.03);
  });

  it('grows less sure the further it looks', () => {
    const bank = new TrendBank([{ ...still, slopeDrift: 0.1 }], 0, { mean: 0, deviation: 0 });
    clock.forEach((t, i) => bank.observe(i === 0 ? 0 : Math.log(t / clock[i - 1]), 0, 1, 1));
    const spread = [0.1, 0.5, 2].map((elapsed) => trendAhead(bank.snapshot(), elapsed, 0).deviations[0]);
    expect(spread[0]).toBeLessThan(spread[1]);
    expect(spread[1]).toBeLessThan(spread[2]);
  });
});

/** Posterior mean of E + s·φ(t) + b·F, with a flat prior on E, φ the integral of a slope that fades as t^(−α) from 1. */
function regressed(y: number[], covariate: number[], driver: { mean: number; deviation: number }, t: number, f: number): number {
  const phi = (at: number): number => -(1 - at ** -still.damping) / still.damping;
  const rows = clock.map((at, i) => [1, phi(at), covariate[i]]);
  const precision = 1 / still.noise ** 2;
  const prior = [0, still.startSlope ** -2, driver.deviation ** -2];
  const gram = [0, 1, 2].map((a) => [0, 1, 2].map((b) => rows.reduce((sum, row) => sum + precision * row[a] * row[b], a === b ? prior[a] : 0)));
  const right = [0, 1, 2].map((a) => rows.reduce((sum, row, i) => sum + precision * row[a] * y[i], a === 2 ? prior[2] * driver.mean : 0));
  const solved = solveSymmetric(gram, right) ?? [];
  return solved[0] + solved[1] * phi(t) + solved[2] * f;
}
