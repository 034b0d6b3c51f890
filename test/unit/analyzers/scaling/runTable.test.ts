import { describe, expect, it } from 'vitest';
import { runTable } from '../../../../src/analyzers/scaling/runTable';
import { sweepOf, type Sweep } from '../../../../src/analyzers/scaling/sweep';
import type { Run } from '../../../../src/model/run';
import { metrics } from '../../../../src/model/metric';
import { Series } from '../../../../src/model/series';

function run(name: string, parameters: number, series: readonly (readonly [metric: string, values: readonly number[]])[], plan: Run['plan'] = {}): Run {
  const columns = series.map(([metric, values]) => {
    const one = new Series(metric, metric);
    values.forEach((value, i) => one.push((i + 1) * 10, value));
    return one;
  });
  return { name, model: { parameters, vocabulary: 50257 }, plan, series: columns } as unknown as Run;
}

describe('runTable', () => {
  it('takes tokens and final losses from the logs, and tokens from the plan where they are not logged', () => {
    const runs = [
      run('a', 1e7, [[metrics.evalLoss, [4, 3.5]], [metrics.tokens, [1e8, 2e8]]]),
      run('b', 1e8, [[metrics.trainLoss, [5, 3, 3.2, 3.1]]], { tokensPerStep: 1e6 }),
      run('c', 1e8, []),
    ];
    const sweep = sweepOf(runTable(runs, '/sweep'), {}, 0) as Sweep;
    expect([sweep.rows, [...sweep.n], [...sweep.d], [...sweep.loss]]).toEqual([[1, 2], [1e7, 1e8], [2e8, 4e7], [3.5, expect.closeTo(3.15, 9)]]);
  });
});
