import { describe, expect, it } from 'vitest';
import { bootstrap, interval95, quantile, type Refit } from '../../../../src/numerics/scaling/bootstrap';
import { conditioningOf, eigenvalues } from '../../../../src/numerics/scaling/conditioning';
import { hardestPulling, leaveOneOut } from '../../../../src/numerics/scaling/influence';
import { chinchillaLaw } from '../../../../src/numerics/scaling/lossLaws';
import { refit, variableProjection } from '../../../../src/numerics/scaling/variableProjection';
import { chinchillaRows } from './fixtureTable';

const misfit = { residuals: 'log', scale: 1e-3 } as const;
const { n, d, loss } = chinchillaRows();
const law = chinchillaLaw(n, d);
const fit = variableProjection(law, loss, misfit);
const again: Refit = (weights, start) => refit(law, loss, { ...misfit, weights }, start);

describe('bootstrap', () => {
  it('gives intervals that overlap those published for the Chinchilla points, the same each time', () => {
    const draws = bootstrap(240, fit, again, 120);
    const [E, , , alpha, beta] = fit.parameters.map((_, j) => interval95(draws.map((draw) => draw[j])));
    const published = [[E, 1.769, 1.871], [alpha, 0.317, 0.373], [beta, 0.331, 0.415]] as const;
    for (const [{ low, high }, theirLow, theirHigh] of published) {
      const common = Math.min(high, theirHigh) - Math.max(low, theirLow);
      expect(common / (theirHigh - theirLow)).toBeGreaterThan(0.8);
      expect((high - low) / (theirHigh - theirLow)).toBeLessThan(1.3);
    }
    expect(bootstrap(240, fit, again, 3)).toEqual(draws.slice(0, 3));
  });

  it('interpolates quantiles, keeps infinite ends and leaves out what is no number', () => {
    expect(quantile([1, 2, 4], 0.25)).toBe(1.5);
    expect(quantile([], 0.5)).toBeNaN();
    expect(interval95([0, NaN, 0, 0, Infinity, Infinity])).toEqual({ low: 0, high: Infinity });
  });
});

describe('leaveOneOut', () => {
  it('finds the points that matter as refits without each do', () => {
    const deviations = [0.025, 120, 900, 0.014, 0.02];
    const all = leaveOneOut([...n.keys()].slice(90, 130), fit, again, deviations);
    const pulling = hardestPulling(law, fit, misfit, deviations, 40);
    expect(all[0].largest).toBeGreaterThan(all[5].largest);
    expect(pulling).toContain(all[0].point);
    const [{ point, shifts }] = all;
    const without = variableProjection(chinchillaLaw(n.filter((_, i) => i !== point), d.filter((_, i) => i !== point)), loss.filter((_, i) => i !== point), misfit);
    shifts.forEach((shift, j) => expect(shift).toBeCloseTo((without.parameters[j] - fit.parameters[j]) / deviations[j], 3));
  });
});

describe('conditioningOf', () => {
  it('shows that five parameters at once are ill-conditioned and the exponents alone are not', () => {
    const { direct, projected } = conditioningOf(law, fit, misfit)!;
    expect(direct).toBeGreaterThan(1e11);
    expect(projected).toBeLessThan(20);
  });

  it('finds the eigenvalues of a symmetric matrix', () => {
    expect(eigenvalues([[2, 1, 0], [1, 2, 1], [0, 1, 2]]).sort((a, b) => a - b)).toEqual([2 - Math.SQRT2, 2, 2 + Math.SQRT2].map((x) => expect.closeTo(x, 12)));
  });
});
