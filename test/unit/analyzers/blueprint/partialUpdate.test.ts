import { describe, expect, it } from 'vitest';
import { gainAt, partialUpdate } from '../../../../src/analyzers/blueprint/partialUpdate';
import { seededRandom } from '../../../../src/numerics/random';

describe('partialUpdate', () => {
  it.each([[0.5, 1, 4, 0.25, 1.25], [0.3, 1, 4, 0.107, 1.79], [0.5, 1, 1, 1, 1]])('for γ = %d, a = %d, b = %d is k* = %d with gain %d', (gamma, fixed, perFraction, kStar, gain) => {
    const found = partialUpdate(gamma, { fixed, perFraction });
    expect(Number(found?.kStar.toFixed(3))).toBe(kStar);
    expect(Number(found?.gain.toFixed(2))).toBe(gain);
  });

  it('is the maximum among all shares', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 50; i++) {
      const [gamma, cost] = [random(), { fixed: random() * 3, perFraction: random() * 5 }];
      const best = partialUpdate(gamma, cost);
      const grid = Array.from({ length: 1000 }, (_, j) => gainAt((j + 1) / 1000, gamma, cost));
      expect(best?.gain).toBeGreaterThanOrEqual(Math.max(...grid) - 1e-12);
      expect(best?.gain).toBeGreaterThanOrEqual(1);
    }
  });

  it('needs a fixed cost', () => {
    expect(partialUpdate(0.5, { fixed: 0, perFraction: 1 })).toBeUndefined();
  });
});
