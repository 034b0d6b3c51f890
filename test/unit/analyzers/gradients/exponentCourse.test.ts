import { describe, expect, it } from 'vitest';
import { courseOverModules, courseOverSteps } from '../../../../src/analyzers/gradients/exponentCourse';
import { tailFitting } from '../../../../src/analyzers/tails/tailFitting';
import { mulberry } from '../../random';

const records = (exponentAt: (i: number) => number, count = 40) => {
  const random = mulberry(7);
  return Array.from({ length: count }, (_, i) => ({ step: i * 10, norms: Array.from({ length: 30 }, (_rank, r) => (r + 1) ** -exponentAt(i) * (1 + 0.02 * random())) }));
};

describe('the exponent over modules', () => {
  it('is that of the ranks at each record, and told to grow, to fall or to stay', () => {
    expect(courseOverModules(records((i) => 0.5 + i / 100))).toMatchObject({ over: 'modules', trend: 'heavier' });
    expect(courseOverModules(records((i) => 1 - i / 100))?.trend).toBe('lighter');
    const steady = courseOverModules(records(() => 0.8));
    expect(steady?.trend).toBe('steady');
    expect(steady?.exponent[0]).toBeGreaterThan(0.65);
    expect(steady?.exponent[0]).toBeLessThan(0.85);
  });

  it('is not said of few modules or records, nor is a trend of a few', () => {
    expect(courseOverModules(records(() => 1, 2))).toBeUndefined();
    expect(courseOverModules(records(() => 1).map(({ step, norms }) => ({ step, norms: norms.slice(0, 9) })))).toBeUndefined();
    expect(courseOverModules(records((i) => 0.5 + i / 10, 3))).toMatchObject({ trend: 'unknown' });
  });
});

describe('the exponent over steps', () => {
  /** Pareto values above 1, whose ln is exponential with mean a. */
  const series = (exponentAt: (share: number) => number, count = 4000) => {
    const random = mulberry(11);
    const values = Float64Array.from({ length: count }, (_, i) => (1 - random()) ** -exponentAt(i / count));
    return { steps: Float64Array.from(values.keys()), values };
  };
  const course = (given: ReturnType<typeof series>, effectiveSize = given.values.length) => {
    const fitting = tailFitting(given.values, 'continuous');
    if ('error' in fitting) throw new Error(fitting.error);
    return courseOverSteps(given, fitting, effectiveSize, 'power law');
  };

  it('is the mean excess of the logarithms in windows', () => {
    const found = course(series(() => 0.5));
    expect(found?.steps).toHaveLength(24);
    expect(found?.trend).toBe('steady');
    const mean = (found?.exponent.reduce((sum, value) => sum + value, 0) ?? NaN) / 24;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
    expect(course(series((share) => 0.25 + 0.5 * share))?.trend).toBe('heavier');
  });

  it('is not said where three windows of independent values cannot be made', () => {
    expect(course(series(() => 0.5), 149)).toBeUndefined();
  });
});
