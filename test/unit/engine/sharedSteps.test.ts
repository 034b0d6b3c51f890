import { describe, expect, it } from 'vitest';
import { SharedSteps } from '../../../src/engine/sharedSteps';
import { Series } from '../../../src/model/series';

function series(steps: readonly number[]): Series {
  const made = new Series('loss/train');
  for (const step of steps) made.push(step, 2 * step);
  return made;
}

describe('SharedSteps', () => {
  it('keeps equal steps once, and only those', () => {
    const [a, b, c] = [series([1, 2, 3]), series([1, 2, 3]), series([1, 2.5, 3])];
    new SharedSteps().compact([a, b, c]);
    expect(b.steps.buffer).toBe(a.steps.buffer);
    expect(c.steps.buffer).not.toBe(a.steps.buffer);
    expect([...c.steps]).toEqual([1, 2.5, 3]);
    expect(a.values.buffer.byteLength).toBe(24);
  });

  it('lets each grow by itself', () => {
    const [a, b] = [series([1, 2, 3]), series([1, 2, 3])];
    const shared = new SharedSteps();
    shared.compact([a, b]);
    a.push(4, 8);
    b.push(9, 18);
    expect([...a.steps]).toEqual([1, 2, 3, 4]);
    expect([...b.steps]).toEqual([1, 2, 3, 9]);
    shared.compact([series([1, 2, 3])]);
    expect([...a.values]).toEqual([2, 4, 6, 8]);
  });
});
