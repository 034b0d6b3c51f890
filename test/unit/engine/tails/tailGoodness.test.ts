import { describe, expect, it } from 'vitest';
import { tailFitting } from '../../../../src/analyzers/tails/tailFitting';
import type { KernelPool } from '../../../../src/engine/kernelPool';
import { kernelTasks } from '../../../../src/engine/kernelTasks';
import { tailGoodness } from '../../../../src/engine/tails/tailGoodness';
import type { TailGoodness } from '../../../../src/model/tail';
import { mulberry } from '../../random';
import { powerLawQuantiles } from '../../numerics/tails/quantiles';

/** A pool that does its tasks at once, unless they were cancelled. */
function poolOf(size: number): KernelPool {
  const run = async (name: keyof typeof kernelTasks, argument: never, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> => {
    signal?.throwIfAborted();
    return kernelTasks[name](argument);
  };
  return { size, run } as never;
}

function fittingOf(values: ArrayLike<number>, support: 'continuous' | 'discrete' = 'continuous') {
  const fitting = tailFitting(values, support);
  if ('error' in fitting) throw new Error(fitting.error);
  return fitting;
}

describe('tailGoodness', () => {
  it('does not depend on the number of threads', async () => {
    const fitting = fittingOf(powerLawQuantiles(2.2, 150));
    const [one, three] = [await tailGoodness(fitting, { sets: 70 }, poolOf(1)), await tailGoodness(fitting, { sets: 70 }, poolOf(3))];
    expect(one).toEqual(three);
    expect(one.sets).toBe(70);
  });

  it('answers early where the answer is clear', async () => {
    const heard: TailGoodness[] = [];
    const accepted = await tailGoodness(fittingOf(powerLawQuantiles(2.2, 150)), { decide: 0.1, atMost: 1000 }, poolOf(2), { progress: (soFar) => heard.push(soFar) });
    expect([accepted.sets, accepted.low > 0.1, heard.length]).toEqual([50, true, 1]);
    const powersOfTwo = powerLawQuantiles(2.2, 400).map((value) => 2 ** Math.round(Math.log2(value)));
    const refused = await tailGoodness(fittingOf(powersOfTwo), { decide: 0.1, atMost: 1000 }, poolOf(2));
    expect(refused.high).toBeLessThan(0.1);
    expect(refused.sets).toBeLessThan(1000);
  });

  it('gives p-values that are spread evenly over sets of the law itself', async () => {
    const random = mulberry(31);
    const pValues: number[] = [];
    for (let i = 0; i < 40; i++) {
      const values = Float64Array.from({ length: 120 }, () => (1 - random()) ** (-1 / 1.4));
      pValues.push((await tailGoodness(fittingOf(values), { sets: 50 }, poolOf(1))).pValue);
    }
    const mean = pValues.reduce((sum, p) => sum + p, 0) / pValues.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.15); // three standard errors of 40 even draws
    expect(pValues.filter((p) => p <= 0.1).length).toBeLessThan(11);
  });

  it('rejects when cancelled', async () => {
    const controller = new AbortController();
    const going = tailGoodness(fittingOf(powerLawQuantiles(2.2, 150)), { sets: 500 }, poolOf(2), { signal: controller.signal, progress: () => controller.abort(new Error('enough')) });
    await expect(going).rejects.toThrow('enough');
  });

  it('tests counts as counts', async () => {
    const counts = powerLawQuantiles(2.5, 400).map((value) => Math.round(value * 4));
    const { pValue } = await tailGoodness(fittingOf(counts, 'discrete'), { sets: 40 }, poolOf(1));
    expect(pValue).toBeGreaterThan(0.1);
  });
});
