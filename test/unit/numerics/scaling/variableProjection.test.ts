import { describe, expect, it } from 'vitest';
import { chinchillaLaw, floorlessLaw } from '../../../../src/numerics/scaling/lossLaws';
import { parameterNames, type SeparableLaw } from '../../../../src/numerics/scaling/separableLaw';
import { lawJacobian, refit, valuesOf, variableProjection } from '../../../../src/numerics/scaling/variableProjection';
import { gaussian, mulberry } from '../../random';
import { chinchillaRows } from './fixtureTable';

const published = { residuals: 'log', scale: 1e-3 } as const;

describe('variableProjection', () => {
  it('finds the optimum of the Chinchilla points that a search of the five parameters stops short of', () => {
    const { n, d, loss } = chinchillaRows();
    const fit = variableProjection(chinchillaLaw(n, d), loss, published);
    expect(loss).toHaveLength(240);
    expect(fit.objective).toBeLessThanOrEqual(0.0010182741);
    expect(fit.parameters.map((x) => Number(x.toPrecision(4)))).toEqual([1.817, 477.8, 2143, 0.3473, 0.3672]);
    // Besiroglu et al. (arXiv 2404.10102) published 482.01, 2085.43, 1.8169, .34781, .36585.
    const theirs = refit(chinchillaLaw(n, d), loss, published, [1.8169, 482.01, 2085.43, 0.34781, 0.36585]);
    expect(theirs.objective).toBeCloseTo(fit.objective, 12);
  });

  it('gives back the parameters of a law without noise, whatever they are', () => {
    const random = mulberry(7);
    for (let round = 0; round < 12; round++) {
      const n = Float64Array.from({ length: 40 }, () => 10 ** (6 + 4 * random()));
      const d = Float64Array.from(n, (x) => x * 10 ** (3 * random()));
      const truth = [1 + random(), 50 + 400 * random(), 50 + 2000 * random(), 0.2 + 0.3 * random(), 0.2 + 0.3 * random()];
      const law = chinchillaLaw(n, d);
      const fit = variableProjection(law, valuesOf(law, truth), published);
      fit.parameters.forEach((x, j) => expect(x / truth[j]).toBeCloseTo(1, 4));
    }
  });

  it('is not moved by a few values that are far off, as least squares is', () => {
    const random = mulberry(3);
    const n = Float64Array.from({ length: 60 }, () => 10 ** (6 + 3 * random()));
    const d = Float64Array.from(n, (x) => x * 10 ** (2 * random()));
    const law = floorlessLaw(n, d);
    const truth = [20, 400, 0.1, 0.3];
    const values = valuesOf(law, truth).map((x, i) => x * (i % 12 === 0 ? 1.5 : Math.exp(1e-4 * gaussian(random))));
    const error = (scale: number): number => Math.abs(variableProjection(law, values, { residuals: 'log', scale }).parameters[3] - 0.3);
    expect(error(1e-3)).toBeLessThan(1e-3);
    expect(error(Infinity)).toBeGreaterThan(1e-2);
  });

  it('finds no worse a minimum than many searches that begin beside the truth', () => {
    for (let seed = 0; seed < 8; seed++) {
      const random = mulberry(seed);
      const n = Float64Array.from({ length: 10 + 4 * seed }, () => 10 ** (6 + 4 * random()));
      const d = Float64Array.from(n, () => 10 ** (8 + 4 * random()));
      const truth = [1 + random(), 50 + 400 * random(), 50 + 2000 * random(), 0.2 + 0.3 * random(), 0.2 + 0.3 * random()];
      const law = chinchillaLaw(n, d);
      const values = valuesOf(law, truth).map((x) => x * Math.exp(0.01 * gaussian(random) + (random() < 0.1 ? 0.3 : 0)));
      const others = Array.from({ length: 6 }, () => refit(law, values, published, truth.map((x) => x * (0.5 + random()))).objective);
      expect(variableProjection(law, values, published).objective).toBeLessThanOrEqual(Math.min(...others) * (1 + 1e-6));
    }
  });

  it('leaves a coefficient at zero that would turn negative', () => {
    const x = Float64Array.from({ length: 9 }, (_, i) => i);
    const law: SeparableLaw = {
      coefficients: [{ name: 'level' }, { name: 'rise' }], shape: [{ name: 'rate', low: 0.1, high: 2, starts: [0.2, 1] }],
      columns: ([rate]) => [x.map(() => 1), x.map((one) => 1 - Math.exp(-rate * one))],
    };
    const fit = variableProjection(law, x.map((one) => 5 - one / 4), { residuals: 'plain', scale: Infinity });
    expect(fit.parameters.slice(0, 2)).toEqual([expect.closeTo(4, 6), 0]);
    expect(parameterNames(law)).toEqual(['level', 'rise', 'rate']);
  });

  it('differentiates a law as differences of its values do', () => {
    const law = chinchillaLaw([1e7, 1e8, 3e9], [1e9, 1e10, 2e10]);
    const at = [1.8, 480, 2100, 0.35, 0.37];
    const jacobian = lawJacobian(law, at, 'log');
    at.forEach((value, j) => {
      const moved = (by: number): Float64Array => valuesOf(law, at.map((x, k) => (k === j ? x + by : x))).map(Math.log);
      const [above, below] = [moved(1e-6 * value), moved(-1e-6 * value)];
      jacobian[j].forEach((slope, i) => expect(slope).toBeCloseTo((above[i] - below[i]) / (2e-6 * value), 6));
    });
  });
});
