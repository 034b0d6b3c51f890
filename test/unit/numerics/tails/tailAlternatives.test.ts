import { describe, expect, it } from 'vitest';
import { powerLawFitAt } from '../../../../src/numerics/powerLaw';
import { discretePowerLawFitAt } from '../../../../src/numerics/tails/discretePowerLaw';
import { tailAlternatives } from '../../../../src/numerics/tails/tailAlternatives';
import { mulberry } from '../../random';
import { lognormalQuantiles, powerLawQuantiles } from './quantiles';

/** Maxima of the same likelihoods found by SciPy 1.17 (Nelder–Mead from several starts, twice restarted). */
describe('tailAlternatives', () => {
  it('finds what SciPy finds on a lognormal tail', () => {
    const values = lognormalQuantiles(1, 1.5, 200);
    const fit = powerLawFitAt(values, 2);
    expect(fit?.n).toBe(116);
    expect(fit?.alpha).toBeCloseTo(1.7595809103434366, 10);
    if (!fit) return;
    const [exponential, lognormal, stretched, cutoff] = tailAlternatives(values, fit, 'continuous');
    expect(exponential).toMatchObject({ name: 'exponential', parameters: { lambda: expect.closeTo(0.08836491940477893, 10) }, logLikelihood: expect.closeTo(-397.44850637985616, 8), normalisedRatio: expect.closeTo(1.26740993296632, 7), p: expect.closeTo(0.20500874994126128, 7) });
    expect(lognormal).toMatchObject({ name: 'lognormal', parameters: { mu: expect.closeTo(1.0531612127299985, 4), sigma: expect.closeTo(1.473517523594676, 4) }, logLikelihood: expect.closeTo(-373.55425012810196, 7), normalisedRatio: expect.closeTo(-2.357559333102933, 4), p: expect.closeTo(0.01839551532507036, 5) });
    expect(stretched).toMatchObject({ name: 'stretched exponential', parameters: { lambda: expect.closeTo(0.8968866661468509, 4), beta: expect.closeTo(0.38757763260846584, 4) }, logLikelihood: expect.closeTo(-373.6104676878871, 7), normalisedRatio: expect.closeTo(-2.4441023656396914, 4) });
    expect(cutoff).toMatchObject({ name: 'cutoff', parameters: { alpha: expect.closeTo(1.3099409605033463, 4), lambda: expect.closeTo(0.017566047012162484, 5) }, logLikelihood: expect.closeTo(-374.1641047581834, 7), logLikelihoodRatio: expect.closeTo(-6.855417837583786, 6) });
  });

  it('finds what SciPy finds on counts', () => {
    const values = lognormalQuantiles(1.2, 1.1, 300).map((value) => Math.floor(value + 0.5));
    const fit = discretePowerLawFitAt(values, 3);
    expect(fit).toMatchObject({ n: 181, alpha: expect.closeTo(2.0287321567535406, 8), logLikelihood: expect.closeTo(-522.3161529932033, 7) });
    if (!fit) return;
    const [exponential, lognormal, stretched, cutoff] = tailAlternatives(values, fit, 'discrete');
    expect(exponential).toMatchObject({ parameters: { lambda: expect.closeTo(0.15093089470291715, 10) }, logLikelihood: expect.closeTo(-523.4306112218276, 8), normalisedRatio: expect.closeTo(0.11202977952241203, 6) });
    expect(lognormal).toMatchObject({ parameters: { mu: expect.closeTo(1.1915813002383522, 4), sigma: expect.closeTo(1.099798063595254, 4) }, logLikelihood: expect.closeTo(-511.25795702296415, 7), normalisedRatio: expect.closeTo(-2.8315832205150464, 4) });
    expect(stretched).toMatchObject({ parameters: { lambda: expect.closeTo(0.6202864056015251, 4), beta: expect.closeTo(0.5178872424705189, 4) }, logLikelihood: expect.closeTo(-511.3280235547037, 7), normalisedRatio: expect.closeTo(-2.9153558041560155, 4) });
    expect(cutoff).toMatchObject({ parameters: { alpha: expect.closeTo(1.2315150021797174, 4), lambda: expect.closeTo(0.051957850452597994, 5) }, logLikelihood: expect.closeTo(-511.7462258796678, 7), logLikelihoodRatio: expect.closeTo(-10.569927113535527, 6) });
  });

  it.each([1.8, 2.5, 4])('never lets a law win that is the power law at its limit (exponent %d)', (alpha) => {
    const values = powerLawQuantiles(alpha);
    const fit = powerLawFitAt(values, 1);
    if (!fit) throw new Error('no fit');
    expect(fit.alpha).toBeCloseTo(alpha, 2);
    for (const { name, normalisedRatio, p, logLikelihood, atLimit } of tailAlternatives(values, fit, 'continuous')) {
      expect(logLikelihood, name).toBeLessThan(fit.logLikelihood + 0.5);
      if (atLimit) expect([normalisedRatio, p], name).toEqual([0, 1]);
      else if (normalisedRatio < 0) expect(p, name).toBeGreaterThan(0.5);
    }
  });

  it('never leaves a law that holds the power law below it', () => {
    const random = mulberry(23);
    for (let trial = 0; trial < 20; trial++) {
      const alpha = 1.3 + 4 * random();
      const values = Array.from({ length: 60 + Math.floor(200 * random()) }, () => (1 - random()) ** (-1 / (alpha - 1)) * (1 + random()));
      const fit = powerLawFitAt(values, 2);
      if (!fit) continue;
      for (const { name, logLikelihood } of tailAlternatives(values, fit, 'continuous').slice(1)) expect(logLikelihood, name).toBeGreaterThan(fit.logLikelihood - 1e-6 * fit.n);
    }
  });
});
