import { describe, expect, it } from 'vitest';
import { spectrumMoments } from '../../../../src/numerics/spectrum/spectrumMoments';
import type { MatrixSpectrum } from '../../../../src/numerics/kernels/spectrumOf';
import { spectrumOf } from '../../../../src/numerics/kernels/spectrumOf';
import { gaussian, mulberry } from '../../random';

const [rows, columns] = [300, 500];

function matrixOf(value: (row: number, random: () => number) => number): Float32Array {
  const random = mulberry(17);
  return Float32Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), random));
}

function spectrum(values: Float32Array, method: 'exact' | 'estimated', seed = 0): MatrixSpectrum {
  const result = spectrumOf(values, rows, columns, { method, seed });
  if ('error' in result) throw new Error(result.error);
  return result;
}

const spectra = {
  'noise': matrixOf((_, random) => gaussian(random)),
  'a power law': matrixOf((row, random) => gaussian(random) * (1 + row) ** -0.7),
  'a steep power law': matrixOf((row, random) => gaussian(random) * (1 + row) ** -2),
  'exponential decay': matrixOf((row, random) => gaussian(random) * Math.exp(-row / 30)),
  'heavy-tailed values': matrixOf((_, random) => gaussian(random) / Math.max(0.01, Math.abs(gaussian(random)))),
  'spikes above noise': matrixOf((row, random) => (row < 5 ? 20 : 1) * gaussian(random)),
};

describe.each(Object.entries(spectra))('an estimated spectrum of %s', (_, values) => {
  const exact = spectrumMoments(spectrum(values, 'exact').eigenvalues, rows);
  if (!exact) throw new Error('no moments');
  const estimates = Array.from({ length: 8 }, (__, seed) => spectrum(values, 'estimated', seed));

  it('has the soft rank to one per cent, and to what its error says', () => {
    const errors = estimates.map(({ moments }) => (moments?.entropy ?? NaN) - exact.entropy);
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(0.01);
    const scores = errors.map((error, i) => (error / estimates[i].softRankError) ** 2);
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeLessThan(3);
  });

  it('has its sums and its largest eigenvalue to single precision', () => {
    for (const { moments } of estimates) {
      expect((moments?.trace ?? NaN) / exact.trace).toBeCloseTo(1, 6);
      expect((moments?.traceOfSquare ?? NaN) / exact.traceOfSquare).toBeCloseTo(1, 6);
      expect((moments?.largest ?? NaN) / exact.largest).toBeCloseTo(1, 6);
    }
  });

  it('has eigenvalues that stand in for the true ones', () => {
    const [{ eigenvalues, moments }] = estimates;
    expect(eigenvalues).toHaveLength(rows);
    expect(eigenvalues).toEqual(eigenvalues.slice().sort().reverse());
    expect(eigenvalues.reduce((sum, value) => sum + value, 0) / exact.trace).toBeCloseTo(1, 5);
    expect(Math.abs((moments?.gini ?? NaN) - exact.gini)).toBeLessThan(0.02);
  });
});

describe('an estimated spectrum', () => {
  it('is the same for the same seed', () => {
    expect(spectrum(spectra.noise, 'estimated', 5)).toEqual(spectrum(spectra.noise, 'estimated', 5));
  });

  it('is exact for an orthogonal matrix and for one of rank one', () => {
    const identity = Float64Array.from({ length: 50 * 50 }, (_, i) => (i % 51 === 0 ? 3 : 0));
    expect(spectrumOf(identity, 50, 50, { method: 'estimated' })).toMatchObject({ softRankError: expect.closeTo(0, 4) as number, moments: { trace: 450, largest: expect.closeTo(9, 9) as number, entropy: expect.closeTo(Math.log(50), 9) as number } });
    const ones = spectrumOf(new Float32Array(30 * 40).fill(2), 30, 40, { method: 'estimated' });
    expect(ones).toMatchObject({ moments: { largest: expect.closeTo(4800, 6) as number, entropy: expect.closeTo(0, 5) as number } });
  });
});
