import { describe, expect, it } from 'vitest';
import { readPlan, spendRest } from '../../../../src/analyzers/scaling/planReading';
import { computeOptimal, lossAt } from '../../../../src/numerics/scaling/computeOptimal';

const law = { E: 1.817218, A: 477.8259, B: 2143.417, alpha: 0.3473105, beta: 0.3671724 };
const fitted = { n: [4e7, 1.6e10], d: [1e9, 1e12] };

describe('computeOptimal', () => {
  it('is the least loss along its compute', () => {
    const best = computeOptimal(law, 1e22);
    for (const factor of [0.8, 0.99, 1.01, 1.25]) expect(lossAt(law, { n: best.n * factor, d: best.d / factor })).toBeGreaterThan(lossAt(law, best));
    expect(6 * best.n * best.d).toBeCloseTo(1e22, -10);
  });
});

describe('readPlan', () => {
  it('finds an optimal plan fully spent', () => {
    const plan = computeOptimal(law, 3e21);
    expect(readPlan(law, plan, fitted)).toMatchObject({ efficiency: expect.closeTo(1, 9), sizeRatio: expect.closeTo(1, 9), beyond: 1 });
  });

  it('finds GPT-3 too large for its data, and beyond the fit', () => {
    const reading = readPlan(law, { n: 175e9, d: 300e9 }, fitted);
    expect(reading.sizeRatio).toBeGreaterThan(2);
    expect(reading.efficiency).toBeLessThan(0.7);
    expect(reading.best.loss).toBeLessThan(reading.loss);
    expect(reading.beyond).toBeCloseTo(175 / 16, 6);
    expect(reading.flops * reading.efficiency).toBeGreaterThan(0);
    const same = computeOptimal(law, reading.flops * reading.efficiency);
    expect(lossAt(law, same)).toBeCloseTo(reading.loss, 9);
  });

  it('goes on with a model that is nearly done and would rather start anew from one that is far too small', () => {
    const good = spendRest(law, { n: 1e9, d: 15e9 }, 3e19);
    expect(good.goOn.loss).toBeLessThan(good.anew.loss);
    const tiny = spendRest(law, { n: 1e7, d: 1e12 }, 1e21);
    expect(tiny.anew.loss).toBeLessThan(tiny.goOn.loss);
  });
});
