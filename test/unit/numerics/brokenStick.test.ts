import { describe, expect, it } from 'vitest';
import { brokenStick } from '../../../src/numerics/brokenStick';
import { floorCrossing } from '../../../src/numerics/floorCrossing';
import { linearFit } from '../../../src/numerics/linearFit';
import { gaussian, mulberry } from '../random';

const steps = Array.from({ length: 40 }, (_, i) => 100 * i);

describe('brokenStick', () => {
  it('finds the change of slope of a noiseless course', () => {
    const stick = brokenStick(steps, steps.map((x) => (x > 2500 ? 3 - 0.002 * (x - 2500) : 3)));
    expect(stick?.knot).toBe(25);
    expect(stick?.slopeBefore).toBeCloseTo(0, 9);
    expect(stick?.slopeAfter).toBeCloseTo(-0.002, 9);
    expect(stick?.unexplained).toBeLessThan(1e-9);
  });

  it('explains as much as any other, by brute force', () => {
    const random = mulberry(4);
    const y = steps.map((x) => 0.001 * x - (x > 1500 ? 0.004 * (x - 1500) : 0) + 0.3 * gaussian(random));
    const stick = brokenStick(steps, y);
    const residuals = Array.from({ length: 34 }, (_, k) => residualOf(steps, y, k + 3));
    expect(stick?.knot).toBe(residuals.indexOf(Math.min(...residuals)) + 3);
    expect(stick?.unexplained).toBeCloseTo(Math.min(...residuals), 6);
  });

  it('seldom finds one in noise, and none in a line', () => {
    const random = mulberry(9);
    let found = 0;
    for (let trial = 0; trial < 200; trial++) if (brokenStick(steps, steps.map((x) => 1e-4 * x + gaussian(random)))) found++;
    expect(found).toBeLessThanOrEqual(10);
    expect(brokenStick(steps, steps)).toBeUndefined();
    expect(brokenStick(steps.slice(0, 6), [1, 2, 3, 2, 1, 0])).toBeUndefined();
    expect(brokenStick(steps, steps.map(() => 2))).toBeUndefined();
  });
});

/** Residual sum of squares with the knot at k, by Gram–Schmidt on 1, x and (x − knot)₊. */
function residualOf(x: readonly number[], y: readonly number[], k: number): number {
  const basis: number[][] = [];
  let rest = [...y];
  for (const column of [x.map(() => 1), x.map((value) => value / 4000), x.map((value) => Math.max(0, value - x[k]) / 4000)]) {
    let unit = column;
    for (const earlier of basis) unit = minus(unit, earlier, dot(unit, earlier));
    const length = Math.sqrt(dot(unit, unit));
    unit = unit.map((value) => value / length);
    basis.push(unit);
    rest = minus(rest, unit, dot(rest, unit));
  }
  return dot(rest, rest);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const minus = (a: readonly number[], b: readonly number[], times: number) => a.map((value, i) => value - times * b[i]);

describe('floorCrossing', () => {
  it('is where a falling line reaches the level, between the ends that its slope leaves', () => {
    const random = mulberry(2);
    const x = steps.slice(0, 20);
    const fit = linearFit(x, x.map((value) => -3 - 0.001 * value + 0.05 * gaussian(random)));
    const crossing = fit && floorCrossing(fit, 950, -6.9);
    expect(crossing?.at).toBeGreaterThan(3700);
    expect(crossing?.at).toBeLessThan(4100);
    expect(crossing?.low).toBeLessThan(crossing?.at ?? NaN);
    expect(crossing?.high).toBeGreaterThan(crossing?.at ?? NaN);
  });

  it('is nowhere for noise, rises, and what lies below already', () => {
    const noise = linearFit([1, 2, 3, 4], [0, -1, 1, -0.5]);
    const rise = linearFit([1, 2, 3], [1, 2, 3.1]);
    const fall = linearFit([1, 2, 3], [3, 2, 1.1]);
    expect([noise, rise].map((fit) => fit && floorCrossing(fit, 2, -9))).toEqual([undefined, undefined]);
    expect(fall && floorCrossing(fall, 2, 5)).toBeUndefined();
  });
});
