import type { RunSummary } from '../../../src/engine/protocol';
import type { Finding } from '../../../src/model/finding';
import type { Translate } from '../../../src/editor/runPresentation';

/** A run as the engine would summarise it, with what a test cares about changed. */
export function summary(change: Partial<RunSummary> = {}): RunSummary {
  const name = change.name ?? 'run-1';
  return {
    id: `/home/me/space/${name}`, name, folder: '/home/me/space', relativePath: name, status: 'active', statusReason: 'The last record is 4 s old.',
    verdict: { state: 'healthy', badge: '2.41 ↓', sentence: 'Healthy. Loss 2.41 at step 8,200 of 12,000.' },
    findings: [], sources: [{ format: 'json-lines', path: `/home/me/space/${name}/log.jsonl` }], metric: 'loss/eval', lastValue: 2.41, bestValue: 2.4,
    bestStep: 8100, lastStep: 8200, plannedSteps: 12_000, gainPerHour: 0.02, lastTime: null, changedAt: null, sparkline: new Float64Array([3, 2.6, 2.41]),
    checkpoints: [], hasSpectra: false, hasGradients: false, skippedRecords: 0, colour: 0, anchors: [], ...change,
  };
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'marginal-return', level: 'stop', run: '/home/me/space/run-1', since: 6120, headline: 'Since step 6,120 another 1,000 steps buy less than 0.002.',
    evidence: [], advice: [], ...change,
  };
}

export const english: Translate = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
