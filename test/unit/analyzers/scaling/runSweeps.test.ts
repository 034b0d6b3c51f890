import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runSweeps } from '../../../../src/analyzers/scaling/runSweeps';
import { scalingOverview } from '../../../../src/analyzers/scaling/scalingOverview';
import { metrics } from '../../../../src/model/metric';
import type { Run } from '../../../../src/model/run';
import { Series } from '../../../../src/model/series';
import { defaultSettings } from '../../../../src/model/settings';

const path = 'samples/runs/char-rnn-sweep/hidden_size_error.csv';

/** The character RNNs of the samples: four widths, one file. */
function charRnn(over: Partial<Run> = {}): readonly Run[] {
  const [header, ...rows] = readFileSync(path, 'utf8').trim().split('\n').map((line) => line.split(','));
  return header.map((name, j) => {
    const series = new Series(metrics.trainLoss, name);
    rows.forEach((row, i) => series.push(i + 1, Number(row[j])));
    return { id: `${path}#${name}`, name, sources: [{ format: 'csv', path }], series: [series], plan: {}, model: {}, hyperparameters: {}, ...over } as unknown as Run;
  });
}

describe('runSweeps', () => {
  it('reads runs of different widths along their way where all end together at a constant rate', () => {
    const [sweep] = runSweeps(charRnn());
    expect(sweep).toMatchObject({ path, size: 'width', data: 'steps', alongRuns: true });
    expect(sweep.table.rows).toBe(20);
    expect(sweep.table.columns[0].texts[4]).toBe('hidden_size_50.0, step 500');
  });

  it('finds in them how the loss falls with width and steps', () => {
    const [{ table, size, data, alongRuns }] = runSweeps(charRnn());
    const overview = scalingOverview({ table, summary: { id: 'runs', name: 'char-rnn', rows: table.rows, size, data, alongRuns } }, [], defaultSettings, { law: null, compute: 1 });
    if ('error' in overview) throw new Error(overview.error);
    expect(overview.law).toBe('chinchilla');
    expect(overview.rSquared).toBeGreaterThan(0.95);
    expect([overview.slice, overview.frontier]).toEqual([null, []]);
  }, 60_000);

  it('takes only the ends of runs whose rate decays, and none without sizes', () => {
    expect(runSweeps(charRnn({ plan: { schedule: 'cosine' } }))[0].table.rows).toBe(4);
    expect(runSweeps(charRnn().map((run, i) => ({ ...run, name: `run ${i}` })))).toEqual([]);
  });
});
