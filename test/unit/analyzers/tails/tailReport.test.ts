import { describe, expect, it } from 'vitest';
import { tailFitting } from '../../../../src/analyzers/tails/tailFitting';
import { refusedTail, tailReport } from '../../../../src/analyzers/tails/tailReport';
import type { TailGoodness } from '../../../../src/model/tail';
import { discreteDraws } from '../../../../src/numerics/tails/discreteDraws';
import { mulberry } from '../../random';
import { lognormalQuantiles, powerLawQuantiles } from '../../numerics/tails/quantiles';

function reportOn(values: ArrayLike<number>, goodness?: TailGoodness, support: 'continuous' | 'discrete' = 'continuous') {
  const fitting = tailFitting(values, support);
  return 'error' in fitting ? refusedTail(fitting.error) : tailReport(fitting, { goodness });
}

const good: TailGoodness = { sets: 100, exceeding: 60, pValue: 0.6, low: 0.44, high: 0.74 };
const bad: TailGoodness = { sets: 100, exceeding: 1, pValue: 0.01, low: 0, high: 0.1 };

function powerLawDraws(alpha: number, count: number, seed: number): Float64Array {
  const random = mulberry(seed);
  return Float64Array.from({ length: count }, () => (1 - random()) ** (-1 / (alpha - 1)));
}

describe('tailReport', () => {
  it('calls a power law one, without hiding what it cannot be told from', () => {
    const { fit, best, verdict } = reportOn(powerLawDraws(2.5, 2000, 1), good);
    expect(fit).toMatchObject({ n: 2000, pValue: 0.6 });
    expect(Math.abs((fit?.alpha ?? 0) - 2.5)).toBeLessThan(3 * (fit?.sigma ?? 0));
    expect(fit?.rankExponent).toBeCloseTo(2 / 3, 1);
    expect(best).toBe('power law');
    expect(verdict).toMatch(/^Consistent with a power law with density exponent 2\.\d+ ± 0\.0\d+ above 1\.\d* \(p = 0\.60 of 100 synthetic sets\), but .*a lognormal.* cannot be told from it\./);
  });

  it('recovers steep exponents', () => {
    expect(reportOn(powerLawDraws(4, 5000, 2)).fit?.alpha).toBeCloseTo(4, 0);
  });

  it('refuses a power law that fits badly, and names what is better', () => {
    const { best, verdict } = reportOn(lognormalQuantiles(0, 0.5, 3000).map((value) => value + 1), bad);
    expect(verdict).toMatch(/^Not a power law \(p = 0\.01 of 100 synthetic sets\); /);
    expect(best).not.toBe('power law');
  });

  it('says when the goodness of fit was not tested', () => {
    expect(reportOn(powerLawDraws(2.5, 2000, 3)).verdict).toContain('the goodness of fit was not tested');
  });

  it.each([
    [[1, 2, 3], 'With 3 usable values no power law can be told'],
    [new Float64Array(80).fill(2), 'All 80 usable values are equal'],
    [new Float64Array(80), 'none of 80 values is positive and finite'],
    [Array.from({ length: 90 }, (_, i) => (i < 45 ? NaN : -i)), 'There is no tail to fit'],
    [Array.from({ length: 90 }, (_, i) => (i < 45 ? i + 1 : 0)), '(there are 45 zeros)'],
  ])('refuses what allows no fit', (values, sentence) => {
    const report = reportOn(values);
    expect(report).toMatchObject({ fit: null, alternatives: [], best: 'none' });
    expect(report.verdict).toContain(sentence);
  });

  it('refuses a discrete law for values that are not whole', () => {
    expect(reportOn(powerLawQuantiles(2), undefined, 'discrete').verdict).toContain('fit these values as continuous ones');
  });

  it.each([
    ['what was left out', [...powerLawQuantiles(2.5, 200), 0, 0, -1, NaN, Infinity], 'no place for 2 zeros, 1 negative value, 1 value that is not a number and 1 infinite value: left out'],
    ['a single outlier', [...lognormalQuantiles(0, 0.1, 300), 1e9], 'a single outlier'],
    ['two populations', [...lognormalQuantiles(0, 0.3, 300), ...lognormalQuantiles(5, 0.3, 300)], 'two populations, parted near'],
    ['an infinite mean', powerLawQuantiles(1.8), 'the mean is infinite'],
    ['an infinite variance', powerLawQuantiles(2.5), 'the variance is infinite'],
    ['rounding', powerLawQuantiles(3, 2000).map((value) => Math.round(value * 10) / 10), 'The values are rounded to 0.1: the ties'],
    ['a tail of few', powerLawQuantiles(2.5, 52).map((value, i) => (i < 30 ? 1 : value)), 'lie in the tail'],
  ])('warns of %s', (_, values, sentence) => {
    expect(reportOn(values, good).verdict).toContain(sentence);
  });

  it('draws conclusions from the exponent only where the power law stands', () => {
    const lognormal = lognormalQuantiles(0, 1, 2000);
    expect(reportOn(lognormal, bad).verdict).not.toContain('infinite');
    expect(reportOn([...powerLawQuantiles(2.5, 300), 1e12], good).verdict).not.toContain('infinite');
    expect(reportOn(powerLawQuantiles(2.5, 52).map((value, i) => (i < 30 ? 1 : value)), good).verdict).not.toContain('infinite');
  });

  it('gives no law to a tail that spans no scales', () => {
    const { verdict } = reportOn(powerLawDraws(200, 300, 7), good);
    expect(verdict).toMatch(/^Undecided: the tail spans only a factor of 1\.0\d*, over which a power law with density exponent \d+/);
  });

  it('warns of counts that are fitted as continuous values', () => {
    const [random, draw] = [mulberry(5), discreteDraws(2.4, 1)];
    const counts = Array.from({ length: 3000 }, () => draw(random));
    expect(reportOn(counts)).toMatchObject({ best: 'none', verdict: expect.stringMatching(/^No exponent should be read from these values as they are\. The tail consists of whole numbers, .* if they are counts, fit them as such/) });
    expect(reportOn(counts, undefined, 'discrete').verdict).not.toContain('if they are counts');
  });

  it('warns of nothing where there is nothing to warn of', () => {
    expect(reportOn(powerLawDraws(4.5, 3000, 6), good).caveats).toEqual([]);
  });
});
