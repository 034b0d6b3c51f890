import { describe, expect, it } from 'vitest';
import { measuresOfMoments, spectrumMeasures } from '../../../../src/numerics/spectrum/spectrumMeasures';
import { spectrumMoments } from '../../../../src/numerics/spectrum/spectrumMoments';
import { renyiRank } from '../../../../src/numerics/spectrum/renyiRank';
import { topShares } from '../../../../src/numerics/spectrum/topShares';
import { mulberry } from '../../random';

const series = (count: number, term: (k: number) => number) => Array.from({ length: count }, (_, k) => term(k));

/** λ, entropy, soft rank, hard rank, concentration, stable rank, SUI and effective dimension under A and under B. */
const golden: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['4, 2, 1, 1/2', [4, 2, 1, 0.5], [1.1369165918, 3.1171421105, 2.6470588235, 0.3833333333, 1.875, 0.7157330758, 3.1471992273, 0.6175826167, 2.85274785]],
  ['8 ones', series(8, () => 1), [2.0794415417, 8, 8, 0, 8, 1, 8, 1, 8]],
  ['1/k', series(100, (k) => 1 / (k + 1)), [3.6807777451, 39.6772408536, 16.4581960149, 0.6244487281, 5.1873775176, 0.232657246, 24.0330673561, 0.2231143225, 23.0883179306]],
  ['1/k²', series(1000, (k) => (k + 1) ** -2), [1.6280912225, 5.094141849, 2.4969628076, 0.9918932253, 1.6439345667, 0.00335126, 4.34790875, 0.0021945263, 3.1923317317]],
  ['exp(−k/10)', series(512, (k) => Math.exp(-k / 10)), [3.3030016555, 27.1941439868, 20.0166638896, 0.9609049533, 10.5083319448, 0.045038684, 24.0147675101, 0.0431226428, 23.0356704722]],
];

function columnsOf(values: readonly number[]): readonly number[] {
  const a = spectrumMeasures(values, values.length, 'A');
  const b = spectrumMeasures(values, values.length, 'B');
  if (!a || !b) return [];
  return [Math.log(a.softRank), a.softRank, a.hardRank, a.concentration, a.stableRank, a.sui, a.effectiveDimension, b.sui, b.effectiveDimension];
}

describe('spectrumMeasures', () => {
  it.each(golden)('gives the closed forms of %s', (_, values, expected) => {
    const found = columnsOf(values);
    expect(found).toHaveLength(expected.length);
    // The published figures have ten decimals.
    expected.forEach((value, i) => { expect(Math.abs(found[i] - value), `column ${i}`).toBeLessThanOrEqual(1e-10 * Math.max(1, value)); });
  });

  it('does not depend on order, scale, or zeros that were left out', () => {
    const values = golden[2][1];
    const expected = columnsOf(values);
    for (const other of [[...values].reverse(), values.map((value) => value * 1e-120), values.map((value) => value * 1e120)]) {
      columnsOf(other).forEach((value, i) => { expect(value).toBeCloseTo(expected[i], 10); });
    }
    const padded = spectrumMeasures([...values, ...new Array<number>(900).fill(0)], 1000, 'A');
    const short = spectrumMeasures(values, 1000, 'A');
    expect(short?.concentration).toBeCloseTo(padded?.concentration ?? NaN, 12);
    expect(short?.effectiveDimension).toBeCloseTo(padded?.effectiveDimension ?? NaN, 12);
  });

  it('has the concentration of the definition, Σ (Cᵢ − i/D)/(D/2)', () => {
    const random = mulberry(5);
    const values = series(50, () => random() ** 4).sort((a, b) => b - a);
    const total = values.reduce((sum, value) => sum + value, 0);
    let [cumulated, sum] = [0, 0];
    values.forEach((value, i) => {
      cumulated += value / total;
      sum += cumulated - (i + 1) / 50;
    });
    expect(spectrumMeasures(values, 50, 'A')?.concentration).toBeCloseTo(sum / 25, 12);
  });

  it('follows from the moments alone', () => {
    const values = golden[4][1];
    const moments = spectrumMoments(values, 512);
    expect(moments && measuresOfMoments(moments, 512, 'B')).toEqual(spectrumMeasures(values, 512, 'B'));
    expect(moments && measuresOfMoments({ ...moments, trace: moments.largest / 2 }, 512, 'A')).toBeUndefined();
  });

  it('has no measures of nothing', () => {
    for (const nothing of [[], [0, 0], [NaN, 1], [1, Infinity], [-1, -2]]) expect(spectrumMeasures(nothing, 2, 'A')).toBeUndefined();
    expect(spectrumMeasures([3, -1e-17], 2, 'A')).toMatchObject({ softRank: 1, hardRank: 1, topShare: 1 });
    expect(spectrumMeasures([3], 1, 'B')).toMatchObject({ softRank: 1, sui: 1, effectiveDimension: 1, concentration: 0 });
  });

  it('keeps hard ≤ soft ≤ width, and the Rényi family in order', () => {
    const random = mulberry(3);
    for (let trial = 0; trial < 200; trial++) {
      const width = 1 + Math.floor(random() * 40);
      const values = series(width, () => random() ** (1 + 9 * random()));
      const measures = spectrumMeasures(values, width, 'A');
      const ranks = [0, 0.5, 1, 2, 3, Infinity].map((order) => renyiRank(values, order));
      expect(ranks[2]).toBeCloseTo(measures?.softRank ?? NaN, 9);
      expect(ranks[3]).toBeCloseTo(measures?.hardRank ?? NaN, 9);
      expect(ranks[5]).toBeCloseTo(measures?.stableRank ?? NaN, 9);
      ranks.forEach((rank, i) => { expect(rank).toBeLessThanOrEqual((ranks[i - 1] ?? width) * (1 + 1e-12)); });
    }
  });
});

describe('topShares', () => {
  it('are those of the largest', () => {
    topShares([1, 4, 0.5, 2], [1, 2, 9]).forEach((share, i) => { expect(share).toBeCloseTo([4 / 7.5, 6 / 7.5, 1][i], 14); });
    expect(topShares([0], [1])).toEqual([NaN]);
  });
});
