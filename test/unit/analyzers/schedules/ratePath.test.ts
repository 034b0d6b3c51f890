import { expect, it } from 'vitest';
import { rateChangeTerm } from '../../../../src/analyzers/schedules/multiPowerLaw';
import { RatePath } from '../../../../src/analyzers/schedules/ratePath';

it('sums rates as if every step had a node', () => {
  const path = new RatePath([0, 10, 30, 31], [0, 1, 1, 0.2]);
  let sum = 0;
  for (let step = 0; step <= 50; step++) {
    sum += path.rateAt(step);
    expect(path.sumTo(step)).toBeCloseTo(sum, 10);
  }
});

it('sees a change that spans many steps nearly as its single steps', () => {
  const shape = { C: 0.115, beta: 0.596, gamma: 0.645 };
  const rate = (step: number): number => (step < 500 ? 1 : Math.max(0.1, 1 - (step - 500) / 500));
  const every = Array.from({ length: 1001 }, (_, step) => step);
  const nodes = every.filter((step) => step % 20 === 0);
  const exact = rateChangeTerm(shape, new RatePath(every, every.map(rate)), [600, 790, 1000]);
  const coarse = rateChangeTerm(shape, new RatePath(nodes, nodes.map(rate)), [600, 790, 1000]);
  exact.forEach((term, i) => expect(Math.abs(coarse[i] - term)).toBeLessThan(0.01));
});

it('stays finite and never runs backwards where a rate falls to nothing within a part of a step', () => {
  const path = new RatePath([0, 10, 10.3, 10.4, 20], [1, 0.02, 0.001, 0, 0]);
  const steps = [5, 10, 10.1, 10.3, 10.35, 10.4, 15];
  const sums = steps.map((step) => path.sumTo(step));
  expect(sums).toEqual([...sums].sort((a, b) => a - b));
  const term = rateChangeTerm({ C: 0.115, beta: 0.596, gamma: 0.645 }, path, steps);
  term.forEach((value) => expect(value).toBeLessThan(0));
  expect([...term].slice(1).every((value, i) => value <= term[i])).toBe(true);
});
