import { describe, expect, it } from 'vitest';
import { dipStatistic } from '../../../../src/numerics/tails/dipStatistic';
import { independentValues, integratedAutocorrelationTime } from '../../../../src/numerics/tails/independentValues';
import { roundingStep } from '../../../../src/numerics/tails/roundingStep';
import { twoPopulations } from '../../../../src/numerics/tails/twoPopulations';
import { mulberry } from '../../random';
import { powerLawQuantiles } from './quantiles';

describe('dipStatistic', () => {
  it('agrees with the package diptest', () => {
    expect(dipStatistic(Float64Array.of(0, 0.1, 0.2, 0.9, 1, 1.1, 1.15, 3, 3.1, 3.3))).toBeCloseTo(0.12906976744186047, 14);
    expect(dipStatistic(Float64Array.from({ length: 400 }, (_, i) => (i < 200 ? i / 200 : (i - 200) / 200 + 3)))).toBeCloseTo(0.16708333333333333, 14);
    expect(dipStatistic(Float64Array.from({ length: 300 }, (_, i) => ((i * i * 7919) % 1009) / 1009 + (i % 3 === 0 ? 0.5 : 0)).sort())).toBeCloseTo(0.018659127625201926, 14);
  });

  it('is least for equal steps and for equal values', () => {
    expect(dipStatistic(Float64Array.of(1, 2, 3, 4))).toBe(1 / 8);
    expect(dipStatistic(Float64Array.of(2, 2))).toBe(1 / 4);
  });
});

describe('twoPopulations', () => {
  it('parts two lumps where they part', () => {
    const random = mulberry(4);
    const boundary = twoPopulations(Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0.01 : 1) * (1 - random()) ** (-1 / 3)));
    expect(boundary).toBeGreaterThan(0.02);
    expect(boundary).toBeLessThan(1.2);
  });

  it('sees one in every power law and in rounded values', () => {
    for (const alpha of [1.5, 2.5, 4]) expect(twoPopulations(powerLawQuantiles(alpha, 3000))).toBeUndefined();
    expect(twoPopulations(Float64Array.from(powerLawQuantiles(2.5), Math.round))).toBeUndefined();
  });
});

describe('roundingStep', () => {
  it.each([[[0.123, 0.456, 0.123, 1.5], 0.001], [[570, 210, 210, 30], 10], [[1, 2, 2, 3], 1]])('of %j is %d', (values, step) => {
    expect(roundingStep(values)).toBe(step);
  });

  it('is unknown without ties, or where values end nowhere', () => {
    expect(roundingStep([0.5, 0.25])).toBeUndefined();
    expect(roundingStep([Math.PI, Math.PI, Math.E])).toBeUndefined();
  });
});

describe('independentValues', () => {
  it('knows the autocorrelation time of a first-order process', () => {
    const random = mulberry(9);
    let state = 0;
    const values = Float64Array.from({ length: 40_000 }, () => (state = 0.8 * state + random() - 0.5));
    expect(Math.abs(integratedAutocorrelationTime(values) - 9)).toBeLessThan(1.9); // three standard errors about (1 + φ)/(1 − φ)
    expect(integratedAutocorrelationTime(new Float64Array(10).fill(3))).toBe(1);
  });

  it('takes a drift away and leaves independent values alone', () => {
    const random = mulberry(10);
    const { values, points, stride, effectiveSize } = independentValues(Float64Array.from({ length: 5000 }, (_, i) => Math.exp(-i / 1000) * (1 + random())));
    expect([points, stride === 1]).toEqual([5000, true]);
    expect(effectiveSize).toBeGreaterThan(4000);
    expect(Math.max(...values)).toBeLessThan(1.8);
    expect(Math.min(...values)).toBeGreaterThan(0.6);
  });

  it('counts what it can use', () => {
    expect(independentValues([1, NaN, 0, -1, 2, Infinity])).toMatchObject({ points: 2 });
    expect(independentValues([]).values).toHaveLength(0);
  });
});
