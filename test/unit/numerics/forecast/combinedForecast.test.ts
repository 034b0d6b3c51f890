import { describe, expect, it } from 'vitest';
import { acceptThenStop, lossOnLine } from '../../../../src/numerics/forecast/acceptThenStop';
import { calibratedReach, combinedForecasts } from '../../../../src/numerics/forecast/combinedForecast';
import { forecastAccuracy } from '../../../../src/numerics/forecast/forecastAccuracy';
import { cut } from './benchmark';

const cells = (['flan', 'wmt19'] as const).flatMap((name) => [8, 16, 32, 64, 128, 256, 512].map((share) => ({ name, share })));

function compare({ name, share }: (typeof cells)[number]) {
  const { full, sizes, losses, truth } = cut(name, share);
  const candidates = losses.map((own, j) => ({ name: `${j}`, sizes, losses: own }));
  const forecasts = combinedForecasts(candidates, full).map(({ at }) => at(full));
  const lines = losses.map((own) => {
    const line = acceptThenStop(sizes, own);
    return line ? lossOnLine(line, full) : NaN;
  });
  const reach = calibratedReach(candidates);
  const inside = forecasts.filter(({ mean, deviation }, j) => Math.abs(Math.log(truth[j]) - mean) <= reach * deviation).length;
  return { ours: forecastAccuracy(forecasts.map(({ mean }) => Math.exp(mean)), truth), ats: forecastAccuracy(lines, truth), coverage: inside / truth.length };
}

describe('combinedForecasts', () => {
  const compared = cells.map(compare);

  it('errs less than accept-then-stop on FLAN and WMT19', () => {
    expect(compared.filter(({ ours, ats }) => ours.rmse < ats.rmse).length).toBeGreaterThanOrEqual(11);
  });

  it('chooses better models than accept-then-stop', () => {
    const mean = (of: (one: (typeof compared)[number]) => number): number => compared.reduce((sum, one) => sum + of(one), 0) / compared.length;
    expect(mean(({ ours }) => ours.relative)).toBeGreaterThan(mean(({ ats }) => ats.relative));
  });

  it('holds the truth in its intervals', () => {
    expect(compared.reduce((sum, { coverage }) => sum + coverage, 0) / compared.length).toBeGreaterThan(0.93);
    expect(Math.min(...compared.map(({ coverage }) => coverage))).toBeGreaterThan(0.85);
  });
});

describe('calibratedReach', () => {
  const losses = [3, 2.8, 2.5, 2.1, 1.7];
  const candidates = [{ name: 'a', sizes: [100, 200, 400, 800, 1600], losses }, { name: 'b', sizes: [100, 200, 400, 800], losses: losses.slice(0, 4) }];

  it('grows when the measured sizes are forecast worse than they should be', () => {
    const sure = calibratedReach(candidates, (tested) => tested.map(() => ({ at: () => ({ mean: 0, deviation: 0.01 }) })));
    expect(sure).toBeCloseTo(Math.log(2.1) / 0.01, 0);
  });

  it('is that of Student without anything to test', () => {
    expect(calibratedReach([{ name: 'a', sizes: [100, 200, 400], losses: [3, 2, 1] }])).toBeCloseTo(4.303, 3);
  });
});
