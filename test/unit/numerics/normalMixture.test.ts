import { describe, expect, it } from 'vitest';
import { expectedPositive, normalProbability } from '../../../src/numerics/normal';
import { mixtureExpectedPositive, mixtureProbability, mixtureQuantile } from '../../../src/numerics/normalMixture';

describe('normal distribution', () => {
  it('has the tabulated probabilities', () => {
    for (const [z, p] of [[0, 0.5], [1, 0.8413447461], [-1.959963985, 0.025], [3, 0.9986501020], [-6, 9.8659e-10]]) {
      expect(Math.abs(normalProbability(z) - p)).toBeLessThan(1e-7);
    }
  });

  it('has the expected positive part that summing its density gives', () => {
    for (const [mean, deviation] of [[0, 1], [0.3, 0.1], [-2, 1.5]]) {
      let sum = 0;
      for (let x = 5e-4; x < mean + 10 * deviation; x += 1e-3) {
        sum += (x * 1e-3 * Math.exp(-0.5 * ((x - mean) / deviation) ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
      }
      expect(expectedPositive(mean, deviation)).toBeCloseTo(sum, 5);
    }
  });
});

describe('normal mixture', () => {
  const mixture = { weights: Float64Array.of(0.3, 0.7), means: Float64Array.of(-1, 2), deviations: Float64Array.of(0.5, 1) };

  it('turns a probability into the quantile that has it', () => {
    for (const p of [0.025, 0.3, 0.5, 0.975]) expect(mixtureProbability(mixture, mixtureQuantile(mixture, p))).toBeCloseTo(p, 4);
  });

  it('adds up the parts', () => {
    expect(mixtureExpectedPositive(mixture)).toBeCloseTo(0.3 * expectedPositive(-1, 0.5) + 0.7 * expectedPositive(2, 1), 12);
  });
});
