import { expect, it } from 'vitest';
import { marginalsOf, pooledPriors } from '../../../../src/numerics/forecast/shapePrior';

const grid = { betas: [0.1, 0.2], transitions: [1, 2], floors: [0, 0.5] };

it('sums the weights of shapes over the others', () => {
  const { betas, transitions, floors } = marginalsOf(grid, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  expect([betas, transitions, floors]).toEqual([[10, 26], [14, 22], [16, 20]]);
});

it('pools what the others show, without the candidate itself', () => {
  const flat = { betas: [0, 0], transitions: [0, 0], floors: [0, 0] };
  const low = marginalsOf(grid, Float64Array.of(0.5, 0.5, 0, 0, 0, 0, 0, 0));
  const high = marginalsOf(grid, Float64Array.of(0, 0, 0, 0, 0.5, 0.5, 0, 0));
  const [first, second] = pooledPriors([low, high], flat, 2);
  // The other shows [0, 1], the own belief twice [½, ½]: [1, 2]/3, smoothed with weights ¾ and ¼.
  expect(first.betas.map(Math.exp)).toEqual([expect.closeTo(1.25 / 3, 12), expect.closeTo(1.75 / 3, 12)]);
  expect(second.betas).toEqual([...first.betas].reverse());
});

it('leaves one candidate alone with its own belief', () => {
  const own = { betas: [Math.log(0.3), Math.log(0.3)], transitions: [0, 0], floors: [0, 0] };
  const [only] = pooledPriors([marginalsOf(grid, Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0))], own, 3);
  expect(only.betas.map(Math.exp)).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)]);
});
