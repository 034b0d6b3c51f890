import { describe, expect, it } from 'vitest';
import { bestChances } from '../../../../src/numerics/forecast/bestChances';

describe('bestChances', () => {
  it('agrees with the closed form for two', () => {
    const { chances, regret } = bestChances([0, 1], [1, 1]);
    // Φ(1/√2), and E max(0, x − y) for x − y normal with mean −1 and deviation √2.
    expect(chances[0]).toBeCloseTo(0.7602, 1);
    expect(regret).toBeCloseTo(0.1996, 1);
    expect(chances[0] + chances[1]).toBeCloseTo(1, 12);
  });

  it('is sure where the numbers are', () => {
    expect(bestChances([2, 1, 3], [1e-9, 1e-9, 1e-9])).toEqual({ chances: [0, 1, 0], regret: 0 });
  });
});
