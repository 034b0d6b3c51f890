import { describe, expect, it } from 'vitest';
import { divergence } from '../../../../src/analyzers/divergence';
import { lossSpike } from '../../../../src/analyzers/lossSpike';
import { replayFindings } from '../../../../src/analyzers/replay/replayFindings';
import { Series } from '../../../../src/model/series';
import type { Run } from '../../../../src/model/run';
import { defaultSettings } from '../../../../src/model/settings';

function runOf(losses: readonly number[]): Run {
  const series = new Series('loss/train', 'loss');
  losses.forEach((loss, i) => series.push(i + 1, loss));
  return { id: 'run', name: 'run', sources: [], series: [series], plan: {}, model: {}, hyperparameters: {}, configs: [], checkpoints: [], checkpointFiles: [], status: 'finished', statusReason: '', skippedRecords: 0 };
}

/** A falling loss with a little deterministic scatter. */
const falling = Array.from({ length: 400 }, (_, i) => 2 + 3 / Math.sqrt(i + 1) + 0.01 * Math.sin(i * 12.9898));

describe('replayFindings', () => {
  it('says nothing of a run that goes well', () => {
    expect(replayFindings(runOf(falling), [divergence, lossSpike], defaultSettings)).toEqual([]);
  });

  it('says when a divergence would have been told, not when the log ended', () => {
    const run = runOf([...falling, ...Array.from({ length: 100 }, (_, i) => 9 + i * 0.05)]);
    const events = replayFindings(run, [divergence], defaultSettings);
    expect(events).toContainEqual({ step: expect.any(Number), rule: 'divergence', level: 'stop' });
    expect(events[0].step).toBeGreaterThan(400);
    expect(events[0].step).toBeLessThan(450);
  });

  it('looks at a log without changing it', () => {
    const run = runOf(falling);
    replayFindings(run, [divergence], defaultSettings);
    expect(run.series[0].length).toBe(400);
    run.series[0].push(401, 1);
    expect([...run.series[0].values.slice(-2)]).toEqual([falling[399], 1]);
  });
});
