import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../../../src/analyzers/schedules/schedule';
import type { Plan } from '../../../../src/model/plan';
import { runWith, type Point } from '../runWith';

const rates = (rate: (step: number) => number, until: number): Point[] => Array.from({ length: until / 10 + 1 }, (_, i) => [i * 10, 3e-4 * rate(i * 10)]);
const cosine = (step: number): number => 0.1 + 0.45 * (1 + Math.cos((Math.PI * step) / 1000));

function courseAt(points: Point[], step: number, plan: Plan) {
  return scheduleOf(runWith({ learning_rate: points, 'loss/train': [[0, 1]] }, { plan })).courseFrom(step);
}

describe('inferred from logged rates', () => {
  it('knows a cosine by its first part', () => {
    const course = courseAt(rates(cosine, 400), 400, { maxSteps: 1000 });
    expect(course.kind).toBe('cosine');
    expect(course.rateAt(800)).toBeCloseTo(cosine(800), 3);
  });

  it('knows a line by its first part', () => {
    const course = courseAt(rates((step) => 1 - step / 1000, 300), 300, { maxSteps: 1000 });
    expect(course.kind).toBe('linear');
    expect(course.rateAt(900)).toBeCloseTo(0.1, 3);
  });

  it('takes a constant rate as constant', () => {
    expect(courseAt(rates(() => 1, 300), 300, { maxSteps: 1000 }).kind).toBe('constant');
  });

  it('looks at no rate after the step', () => {
    const points = rates((step) => (step < 500 ? 1 : 0.1), 900);
    expect(courseAt(points, 490, { maxSteps: 1000 }).kind).toBe('constant');
  });

  it('lets a fall of unknown length go on', () => {
    const course = courseAt(rates((step) => (step < 500 ? 1 : 1 - (step - 500) / 400), 600), 600, {});
    expect(course.rateAt(650)).toBeLessThan(0.7);
    expect(course.rateAt(5000)).toBe(0);
  });
});

describe('planned', () => {
  const plan: Plan = { maxSteps: 1000, schedule: 'wsd', warmupSteps: 100, decayStart: 800, minRatio: 0.1 };

  it('is known without a logged rate', () => {
    const schedule = scheduleOf(runWith({ 'loss/train': [[0, 1]] }, { plan }));
    expect(schedule.known).toBe(true);
    expect(schedule.past(50)).toBeCloseTo(0.5, 10);
    expect(schedule.courseFrom(500).rateAt(900)).toBeCloseTo(0.55, 10);
    expect(schedule.courseFrom(500).decayStart).toBe(800);
  });

  it('is dropped when the logged rate contradicts it', () => {
    const course = courseAt(rates(() => 1, 960), 950, plan);
    expect(course.kind).toBe('constant');
  });
});
