import { describe, expect, it } from 'vitest';
import { fitRectified, fitVanilla, rectifiedLoss, type RectifiedFit } from '../../../../src/numerics/forecast/rectifiedLaw';

const sizes = Array.from({ length: 14 }, (_, i) => 200 * 2 ** i);

describe('fitRectified', () => {
  it.each<RectifiedFit>([
    { B: 60, E: 0.9, beta: 0.45, transition: 3000 },
    { B: 400, E: 0.2, beta: 0.7, transition: 20000 },
    { B: 8, E: 1.2, beta: 0.3, transition: 500 },
  ])('finds the law behind its own losses: %j', (law) => {
    const fit = fitRectified(sizes, sizes.map((size) => rectifiedLoss(law, size)));
    expect(fit).toMatchObject({ beta: expect.closeTo(law.beta, 4), E: expect.closeTo(law.E, 3) });
    expect(fit?.transition).toBeCloseTo(law.transition, -1);
    expect((fit?.B ?? NaN) / law.B).toBeCloseTo(1, 3);
  });

  it('is flat far before the transition and a power far beyond', () => {
    const law = { B: 60, E: 0, beta: 0.5, transition: 1e4 };
    expect(rectifiedLoss(law, 1e-6)).toBeCloseTo(60 / 100, 4);
    expect(rectifiedLoss(law, 4e12) / rectifiedLoss(law, 1e12)).toBeCloseTo(0.5, 3);
    expect(rectifiedLoss(law, 1e4)).toBeCloseTo(0.3, 12);
  });

  it('needs a size more than it has parameters', () => {
    expect(fitRectified([1, 2, 3, 4], [4, 3, 2, 1])).toBeUndefined();
    expect(fitVanilla([1, 2, 3], [4, 3, 2])).toBeUndefined();
  });
});

describe('fitVanilla', () => {
  it('finds B/D^β + E', () => {
    const fit = fitVanilla(sizes, sizes.map((size) => 30 / size ** 0.4 + 0.7));
    expect(fit).toMatchObject({ B: expect.closeTo(30, 2), E: expect.closeTo(0.7, 4), beta: expect.closeTo(0.4, 4), transition: 0 });
  });
});
