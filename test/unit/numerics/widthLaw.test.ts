import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { linearFit } from '../../../src/numerics/linearFit';
import { studentProbability, studentQuantile } from '../../../src/numerics/studentT';
import { widthLaw } from '../../../src/numerics/widthLaw';

const table = readFileSync(fileURLToPath(new URL('../../fixtures/spectra/width_scaling_points.csv', import.meta.url)), 'utf8');
const [header, ...rows] = table.trim().split('\n').map((line) => line.split(','));
const cell = (row: string[], name: string) => row[header.indexOf(name)];

function lawOf(optimizer: string, metric: string) {
  const chosen = rows.filter((row) => cell(row, 'optimizer_variant') === optimizer && cell(row, 'metric') === metric);
  expect(chosen).toHaveLength(8);
  return widthLaw(chosen.map((row) => Number(cell(row, 'ffn_hidden_dim'))), chosen.map((row) => Number(cell(row, 'value'))));
}

describe('widthLaw', () => {
  it.each([
    ['adamw', 'soft_rank', 0.660599, 0.970959],
    ['dion_r1_2', 'soft_rank', 0.919911, 0.991606],
    ['dion_r1_2', 'hard_rank', 0.786957, 0.962489],
    ['normuon', 'soft_rank', 1.006714, 0.978722],
    ['normuon', 'hard_rank', 0.798358, 0.562071],
  ])('of %s %s is that of the paper\'s points', (optimizer, metric, beta, rSquared) => {
    const law = lawOf(optimizer, metric);
    expect(law?.beta).toBeCloseTo(beta, 6);
    expect(law?.rSquared).toBeCloseTo(rSquared, 6);
    expect(law?.supported).toBe(true);
  });

  it('of AdamW\'s hard rank is not supported', () => {
    const law = lawOf('adamw', 'hard_rank');
    expect(law?.beta).toBeCloseTo(0.288702, 6);
    expect(law?.rSquared).toBeCloseTo(0.337691, 6);
    expect(law?.low).toBeCloseTo(-0.115, 3);
    expect(law?.high).toBeCloseTo(0.693, 3);
    expect(law?.supported).toBe(false);
  });

  it('has the published intercepts and intervals', () => {
    expect(lawOf('adamw', 'soft_rank')?.intercept).toBeCloseTo(1.725801, 6);
    expect(lawOf('adamw', 'hard_rank')?.intercept).toBeCloseTo(3.560131, 6);
    const dion = lawOf('dion_r1_2', 'hard_rank');
    expect([dion?.low, dion?.high].map((end) => end?.toFixed(3))).toEqual(['0.632', '0.942']);
    const normuon = lawOf('normuon', 'hard_rank');
    expect([normuon?.low, normuon?.high].map((end) => end?.toFixed(3))).toEqual(['0.094', '1.502']);
  });

  it('needs three widths and positive ranks', () => {
    expect(widthLaw([1, 1, 2, 2], [1, 2, 3, 4])).toBeUndefined();
    expect(widthLaw([1, 2, 3], [1, 0, 4])).toBeUndefined();
    expect(widthLaw([1, 2, 3], [1, NaN, 4])).toBeUndefined();
    expect(widthLaw([1, 2, 4], [3, 6, 12])).toMatchObject({ supported: true, n: 3 });
  });
});

describe('studentT', () => {
  it('has the quantiles of the tables', () => {
    for (const [degrees, t] of [[1, 12.7062047362], [2, 4.3026527297], [6, 2.4469118511], [30, 2.0422724563], [1e6, 1.9599663]] as const) {
      expect(studentQuantile(0.975, degrees) / t).toBeCloseTo(1, 6);
      expect(studentQuantile(0.025, degrees)).toBeCloseTo(-studentQuantile(0.975, degrees), 9);
    }
  });

  it('is that of Cauchy with one degree of freedom', () => {
    for (const t of [-30, -1, 0, 0.3, 5]) expect(studentProbability(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
  });
});

describe('linearFit', () => {
  it('fits a line without residuals', () => {
    const fit = linearFit([0, 1, 2, 3], [1, 3, 5, 7]);
    expect(fit?.slope).toBeCloseTo(2, 12);
    expect(fit?.rSquared).toBeCloseTo(1, 12);
  });

  it('refuses what is no cloud of points', () => {
    expect(linearFit([1, 2], [1, 2])).toBeUndefined();
    expect(linearFit([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(linearFit([1, 2, Infinity], [1, 2, 3])).toBeUndefined();
  });
});
