import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../src/model/fineTuning';
import { rectifiedLoss } from '../../../../src/numerics/forecast/rectifiedLaw';
import { rectifiedPosteriors } from '../../../../src/numerics/forecast/rectifiedPosterior';
import { gaussian, mulberry } from '../../random';

const sizes = Array.from({ length: 9 }, (_, i) => 200 * 2 ** i);
const full = 1_638_400;
const law = { B: 500, E: 0.3, beta: 0.5, transition: 8000 };

function candidates(count: number, noise: number): Candidate[] {
  const random = mulberry(7);
  return Array.from({ length: count }, (_, j) => ({
    name: `model ${j}`, sizes, losses: sizes.map((size) => (1 + j / 20) * rectifiedLoss(law, size) * Math.exp(noise * gaussian(random))),
  }));
}

describe('rectifiedPosteriors', () => {
  it('holds the truth of losses that follow the law', () => {
    rectifiedPosteriors(candidates(8, 0.005), full).forEach(({ at }, j) => {
      const { mean, deviation } = at(full);
      expect(Math.abs(mean - Math.log((1 + j / 20) * rectifiedLoss(law, full)))).toBeLessThan(2.5 * deviation);
      expect(deviation).toBeLessThan(0.3);
    });
  });

  it('weighs transitions: their weights sum to 1 and lie around the true one', () => {
    const [{ transitions, transitionWeights }] = rectifiedPosteriors(candidates(8, 0.002), full);
    expect(transitionWeights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10);
    const mean = transitions.reduce((sum, x, i) => sum + x * transitionWeights[i], 0);
    expect(Math.abs(mean - Math.log(law.transition))).toBeLessThan(2.5);
  });

  it('follows a measured tangent kernel', () => {
    const [plain] = candidates(1, 0.02);
    const meanOf = (one: Candidate): number => {
      const [{ transitions, transitionWeights }] = rectifiedPosteriors([one], full);
      return transitions.reduce((sum, x, i) => sum + x * transitionWeights[i], 0);
    };
    const kernel = Math.log(100_000);
    const informed = meanOf({ ...plain, transitionPrior: { logSize: kernel, deviation: 0.7 } });
    expect(Math.abs(informed - kernel)).toBeLessThan(0.5 * Math.abs(meanOf(plain) - kernel));
  });

  it('does not depend on the units of the loss or the order of the candidates', () => {
    const all = candidates(5, 0.01);
    const plain = rectifiedPosteriors(all, full);
    const turned = [...rectifiedPosteriors([...all].reverse().map((one) => ({ ...one, losses: one.losses.map((loss) => 10 * loss) })), full)].reverse();
    turned.forEach(({ at }, j) => {
      expect(at(full).mean - Math.log(10)).toBeCloseTo(plain[j].at(full).mean, 8);
      expect(at(full).deviation).toBeCloseTo(plain[j].at(full).deviation, 8);
    });
  });
});
