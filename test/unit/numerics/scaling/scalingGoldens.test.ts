import { describe, expect, it } from 'vitest';
import { chinchillaLaw, floorlessLaw, overtrainingLaw } from '../../../../src/numerics/scaling/lossLaws';
import { publishedRepeated, repeatedLaw, repeatedLoss, repeatedParameters } from '../../../../src/numerics/scaling/repeatedLaw';
import { errorLaw, lossOfScore, scoreLaw } from '../../../../src/numerics/scaling/scoreLaws';
import { refit, valuesOf, variableProjection } from '../../../../src/numerics/scaling/variableProjection';
import { fixtureTable } from './fixtureTable';

const robust = { residuals: 'log', scale: 1e-3 } as const;
const leastSquares = { residuals: 'plain', scale: Infinity } as const;
type Row = Readonly<Record<string, string>>;
const column = (rows: readonly Row[], name: string): Float64Array => Float64Array.from(rows, (row) => Number(row[name]));
const redPajama = fixtureTable('gadre.csv').filter(({ train }) => train === 'rpj');
const loss = column(redPajama, 'loss_c4_val');
const digits = (values: readonly number[], count: number): number[] => values.map((x) => Number(x.toPrecision(count)));

describe('laws of the Gadre testbed', () => {
  const [n, d] = [column(redPajama, 'N'), column(redPajama, 'D')];

  it('are those of its 35 RedPajama runs, with and without E', () => {
    const full = variableProjection(chinchillaLaw(n, d), loss, robust);
    expect(digits(full.parameters, 4)).toEqual([1.72, 106.1, 298, 0.2431, 0.273]);
    const fitted = valuesOf(chinchillaLaw(n, d), full.parameters);
    expect(Math.sqrt(fitted.reduce((sum, x, i) => sum + (x - loss[i]) ** 2, 0) / 35)).toBeCloseTo(0.13, 3);
    expect(digits(variableProjection(floorlessLaw(n, d), loss, robust).parameters, 4)).toEqual([18.98, 428.7, 0.1003, 0.2911]);
  });

  it('give HellaSwag the published sigmoid', () => {
    const fit = variableProjection(scoreLaw(loss), column(redPajama, 'acc_hellaswag_zeroshot'), leastSquares);
    const [floor, c, gamma, l] = fit.parameters;
    expect([digits([c, gamma], 4), digits([l, floor], 5)]).toEqual([[0.7905, -3.267], [2.4396, 0.24995]]);
    expect(Math.sqrt((2 * fit.objective) / 35)).toBeCloseTo(0.005, 4);
    expect(lossOfScore({ c, gamma, l, d: floor }, valuesOf(scoreLaw(Float64Array.of(3)), fit.parameters)[0])).toBeCloseTo(3, 9);
    expect([lossOfScore({ c, gamma, l, d: floor }, 0.2), lossOfScore({ c, gamma, l, d: floor }, 1.1)]).toEqual([Infinity, -Infinity]);
  });

  it('predict over-trained and larger models as published', () => {
    const find = (model: string, multiple: number): Row => redPajama.filter((row) => row.model === model && Number(row.cc_mult) === multiple)[0];
    const small = [find('d=96_l=8_h=4', 1), find('d=512_l=8_h=4', 1), find('d=576_l=24_h=8', 1), find('d=1024_l=24_h=8', 1), find('d=96_l=8_h=4', 16)];
    const lawOf = (rows: readonly Row[]) => overtrainingLaw(column(rows, 'N'), column(rows, 'N').map((x, i) => x * Number(rows[i].tok_mult)));
    const fit = variableProjection(lawOf(small), column(small, 'loss_c4_val'), leastSquares);
    expect(digits(fit.parameters, 6)).toEqual([1.83665, 166.211, 366.687, -0.272851]);
    const withError = [...small, find('open_lm_1b', 1)];
    const errors = variableProjection(errorLaw(column(withError, 'loss_c4_val')), column(withError, 'err_avg_subset'), leastSquares);
    expect(digits(errors.parameters, 6)).toEqual([0.856992, 2.20649, 0.714591]);
    const targets = [find('open_lm_1b', 32), find('open_lm_7b', 1)];
    const predicted = valuesOf(lawOf(targets), fit.parameters);
    const downstream = valuesOf(errorLaw(predicted), errors.parameters);
    const off = (values: Float64Array, name: string): number[] => targets.map((row, i) => Number((100 * Math.abs(values[i] / Number(row[name]) - 1)).toFixed(4)));
    expect(off(predicted, 'loss_c4_val')).toEqual([0.7103, 0.732]);
    expect(off(downstream, 'err_avg_subset')).toEqual([3.6365, 0.0464]);
  });
});

describe('repeatedLaw', () => {
  const rows = fixtureTable('datablations.csv');
  const [n, d, unique, losses] = ['params', 'tokens', 'unique_tokens', 'loss'].map((name) => column(rows, name));

  it('reaches on the published parameters what was measured for them', () => {
    const p = publishedRepeated;
    const quality = (kept: readonly number[], predict: (i: number) => number): number[] => {
      const mean = kept.reduce((sum, i) => sum + losses[i], 0) / kept.length;
      const missed = kept.reduce((sum, i) => sum + (losses[i] - predict(i)) ** 2, 0);
      return [kept.length, 1 - missed / kept.reduce((sum, i) => sum + (losses[i] - mean) ** 2, 0), Math.sqrt(missed / kept.length)].map((x) => Number(x.toFixed(3)));
    };
    const all = [...losses.keys()];
    const low = all.filter((i) => losses[i] < 4);
    const repeated = (i: number): number => repeatedLoss(p, n[i], d[i], unique[i]);
    expect(quality(all, repeated)).toEqual([229, 0.365, 1.135]);
    expect(quality(low, repeated)).toEqual([174, 0.641, 0.284]);
    expect(quality(low, (i) => p.E + p.A * n[i] ** -p.alpha + p.B * d[i] ** -p.beta)).toEqual([174, -0.544, 0.589]);
  });

  it('is the published law in separable form, and gives back its parameters', () => {
    const p = publishedRepeated;
    const separable = [p.E, p.B, p.alpha, Math.log(p.A / p.B), p.repeatsD, p.repeatsN];
    const law = repeatedLaw(n, d, unique);
    const values = valuesOf(law, separable);
    values.forEach((x, i) => expect(x).toBeCloseTo(repeatedLoss(p, n[i], d[i], unique[i]), 8));
    expect(repeatedParameters(separable).A).toBeCloseTo(p.A, 6);
    const fit = refit(law, values, robust, separable.map((x) => x * 1.05));
    fit.parameters.forEach((x, j) => expect(x / separable[j]).toBeCloseTo(1, 2));
  });
});
