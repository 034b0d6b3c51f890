import { describe, expect, it } from 'vitest';
import { solveSymmetric } from '../../../src/numerics/solveSymmetric';
import { followTrend, type FollowedTrend } from '../../../src/numerics/followTrend';
import type { Driver, TrendHypothesis } from '../../../src/numerics/trendHypothesis';
import { fallAhead, trendAhead, type TrendSnapshot } from '../../../src/numerics/trendSnapshot';

const still: TrendHypothesis = { noise: 0.01, damping: 0.5, slopeDrift: 0, levelDrift: 0, startSlope: 5, delay: 0, outliers: 0, weight: 1 };
const clock = [1, 2, 4, 7, 11, 16, 22, 30];
const none: Driver = { mean: 0, deviation: 0, departure: 0 };
const constant = clock.map(() => 1);

describe('following a trend', () => {
  it('continues a power law whose exponent is a hypothesis', () => {
    const law = (t: number): number => 0.8 + 0.6 * t ** -0.5;
    const { means, deviations } = trendAhead(believed([still], clock.map(law)), 300, 0);
    expect(Math.abs(means[0] - law(300))).toBeLessThan(2e-4);
    expect(deviations[0]).toBeLessThan(0.03);
  });

  it('without drift equals Bayesian linear regression on the power law and the driver', () => {
    const noisy = clock.map((t, i) => 0.9 + 0.5 * t ** -0.5 + 0.01 * Math.sin(7 * i));
    const covariate = clock.map((t) => (t < 10 ? 1 : 1 - (t - 10) / 40));
    const driver = { mean: 0.05, deviation: 0.1, departure: 0 };
    const { means } = trendAhead(believed([still], noisy, { driver, covariate }), 100, 0.2);
    expect(means[0]).toBeCloseTo(regressed(noisy, covariate, driver, 100, 0.2), 8);
  });

  it('gives weight to the hypothesis that has the noise of the data', () => {
    let seed = 11;
    const random = (): number => ((seed = (seed * 48271) % 2147483647) / 2147483647) - 0.5;
    const times = Array.from({ length: 39 }, (_, i) => i + 1);
    const bank = [{ ...still, noise: 0.001 }, { ...still, noise: 0.03 }];
    const { weights, noise } = believed(bank, times.map(() => 1 + 0.1 * random()), { times, share: 0.01 });
    expect(noise[weights.indexOf(Math.max(...weights))]).toBe(0.03);
  });

  it('grows less sure the further it looks', () => {
    const last = believed([{ ...still, slopeDrift: 0.1 }], constant);
    const spread = [33, 50, 220].map((t) => trendAhead(last, t, 0).deviations[0]);
    expect(spread[0]).toBeLessThan(spread[1]);
    expect(spread[1]).toBeLessThan(spread[2]);
  });

  it('continues a power law that began before the clock', () => {
    const law = (t: number): number => 0.8 + 0.6 * (t + 12) ** -0.5;
    const last = believed([{ ...still, delay: 4 }], clock.map(law), { spacing: 3 });
    expect(trendAhead(last, 300, 0).means[0]).toBeCloseTo(law(300), 3);
  });

  it('is led astray less by an outlier where outliers are expected', () => {
    const error = (outliers: number): number => {
      const last = believed([{ ...still, outliers }], constant.map((value, i) => (i === 5 ? 0.9 : value)));
      return Math.abs(trendAhead(last, 30, 0).means[0] - 1);
    };
    expect(error(0.1)).toBeLessThan(0.5 * error(0));
    expect(error(0.1)).toBeGreaterThan(0);
  });

  it('weighs a hypothesis with outliers by the density of the mixture', () => {
    const odds = (surprise: number): number => {
      const certain = { ...still, startSlope: 0, noise: 0.1 };
      const { weights } = believed([certain, { ...certain, outliers: 0.2 }], [0, surprise], { times: [1, 2] });
      return weights[1] / weights[0];
    };
    const density = (x: number, variance: number): number => Math.exp((-0.5 * x * x) / variance) / Math.sqrt(variance);
    for (const x of [0, 0.2, 0.5]) {
      const usual = density(x, 0.02);
      expect(odds(x)).toBeCloseTo((0.8 * usual + 0.2 * density(x, 0.01 + 0.16)) / usual, 8);
    }
  });

  it('has at every observation the moments of what its hypotheses believe', () => {
    const hypotheses = [still, { ...still, noise: 0.03, levelDrift: 0.02 }, { ...still, damping: 0.2, outliers: 0.1 }];
    const covariate = clock.map((t) => 1 / t);
    const driver = { mean: 0.05, deviation: 0.1, departure: 0.02 };
    const followed = follow(hypotheses, clock.map((t) => 1 + 0.1 / t), { covariate, driver, share: 0.2 }, clock.length);
    followed.snapshots.forEach((snapshot, i) => {
      const { weights, means, deviations } = trendAhead(snapshot, clock[i], covariate[i]);
      const mean = weights.reduce((sum, weight, k) => sum + weight * means[k], 0);
      const square = weights.reduce((sum, weight, k) => sum + weight * (means[k] ** 2 + deviations[k] ** 2), 0);
      expect(weights).toHaveLength(3);
      expect(followed.means[i]).toBeCloseTo(mean, 12);
      expect(followed.deviations[i]).toBeCloseTo(Math.sqrt(square - mean ** 2), 8);
    });
  });

  it('comes to believe that a curve has stopped falling, also by hypotheses whose slopes hardly change', () => {
    const times = Array.from({ length: 80 }, (_, i) => i + 1);
    const values = times.map((t) => 1 + 3 * Math.exp(-t / 4) + 0.002 * Math.sin(5 * t * t));
    const bank = [0.001, 0.03, 0.3].map((slopeDrift) => ({ ...still, noise: 0.002, slopeDrift }));
    const fallBy160 = (share: number) => {
      const last = believed(bank, values, { times, share });
      return { last, fall: fallAhead(last, 160, 0) };
    };
    const steady = ({ last }: { last: TrendSnapshot }): number => last.weights.reduce((sum, weight, k) => sum + (last.slopeDrift[k] < 0.01 ? weight : 0), 0);
    const mixed = fallBy160(0.5);
    expect(steady(mixed)).toBeGreaterThan(0.4);
    expect(steady(fallBy160(0))).toBeLessThan(0.01);
    expect(Math.abs(mixed.fall.means[mixed.last.slopeDrift.indexOf(0.001)])).toBeLessThan(0.005);
  });

  it('is surer of a fall than of the levels between which it falls', () => {
    const last = believed([still], clock.map((t) => 1 + 0.1 / t));
    const now = trendAhead(last, 30, 0);
    const later = trendAhead(last, 60, 0);
    const fall = fallAhead(last, 60, 0);
    expect(fall.means[0]).toBeCloseTo(now.means[0] - later.means[0], 12);
    expect(fall.deviations[0]).toBeLessThan(Math.hypot(now.deviations[0], later.deviations[0]));
  });
});

interface Circumstances {
  readonly times?: readonly number[];
  readonly covariate?: readonly number[];
  readonly driver?: Driver;
  readonly share?: number;
  readonly spacing?: number;
}

/** What is believed after the last of some values. */
function believed(hypotheses: TrendHypothesis[], values: number[], circumstances: Circumstances = {}): TrendSnapshot {
  return follow(hypotheses, values, circumstances, 1).snapshots[0];
}

function follow(
  hypotheses: TrendHypothesis[], values: number[], { times = clock, covariate = times.map(() => 0), driver = none, share = 0, spacing = 1 }: Circumstances, kept: number,
): FollowedTrend {
  const columns = { clock: Float64Array.from(times), covariate: Float64Array.from(covariate), values: Float64Array.from(values), counts: new Float64Array(values.length).fill(1) };
  return followTrend(hypotheses, share, driver, spacing, columns, kept);
}

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
