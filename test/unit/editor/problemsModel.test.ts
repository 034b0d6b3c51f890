import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../src/editor/problemsModel';
import type { RunSummary } from '../../../src/engine/protocol';
import type { RuleId } from '../../../src/model/finding';
import { english, finding, summary } from './summary';

const config = { path: '/home/me/space/train.yaml', line: 4, column: 11, endColumn: 16 };
const log = { path: '/home/me/space/run-1/log.jsonl', line: 611, column: 0, endColumn: 40, message: 'run-1: step 6,120' };

function judged(change: Partial<RunSummary> = {}): RunSummary {
  return summary({ findings: [finding()], anchors: [{ rule: 'marginal-return', place: config, related: [log] }], ...change });
}

function problems(runs: readonly RunSummary[], muted: readonly string[] = []) {
  return [...problemsOf(runs, new Set(muted), 0, english).values()].flat();
}

describe('problems', () => {
  it('stand where the finding is anchored, with the headline alone', () => {
    expect([...problemsOf([judged()], new Set(), 0, english)]).toEqual([[config.path, [{
      place: config, severity: 'warning', rule: 'marginal-return', message: 'Since step 6,120 another 1,000 steps buy less than 0.002.', related: [log],
    }]]]);
  });

  it('are errors when a run has lost its numbers, and information when only noted', () => {
    const severity = (change: Parameters<typeof finding>[0]) => {
      const run = judged({ findings: [finding(change)], anchors: [{ rule: change?.rule ?? 'marginal-return', place: config, related: [] }] });
      return problems([run])[0].severity;
    };
    expect(severity({ rule: 'divergence' })).toBe('error');
    expect(severity({ rule: 'non-finite' })).toBe('error');
    expect(severity({ rule: 'non-finite', level: 'warning' })).toBe('warning');
    expect(severity({ level: 'note' })).toBe('information');
  });

  it('name the run where several share the file, and tell the same of several only once', () => {
    const runs = Array.from({ length: 6 }, (_, i) => judged({ name: `run-${i + 1}` }));
    const told = problems(runs);
    expect(told).toHaveLength(1);
    expect(told[0].message).toBe('run-1: Since step 6,120 another 1,000 steps buy less than 0.002. (also run-2, run-3, run-4 and 2 more)');
    expect(told[0].related).toHaveLength(6);
  });

  it('pair the findings of one rule with their anchors in turn', () => {
    const places = [1, 2].map((line) => ({ path: '/log', line, column: 0, endColumn: 0 }));
    const run = judged({
      findings: [finding({ rule: 'loss-spike', since: 1 }), finding({ rule: 'loss-spike', since: 2 })],
      anchors: places.map((place) => ({ rule: 'loss-spike', place, related: [] })),
    });
    expect(problems([run]).map(({ place }) => place.line)).toEqual([1, 2]);
  });

  it('say nothing of muted runs, nor of findings that stand nowhere', () => {
    expect(problems([judged()], ['/home/me/space/run-1'])).toEqual([]);
    expect(problems([judged({ anchors: [] })])).toEqual([]);
  });
});

describe('the page that problems link to', () => {
  /** The type makes it complete. */
  const rules: Readonly<Record<RuleId, true>> = {
    'marginal-return': true, 'decay-now': true, 'wait-for-decay': true, 'non-finite': true, 'divergence': true, 'loss-spike': true,
    'never-learned': true, 'overfitting': true, 'gradient-explosion': true, 'gradient-vanishing': true, 'clip-always-active': true, 'stall': true, 'dead': true,
    'learning-rate': true, 'throughput-drop': true, 'inflated-loss': true, 'loss-without-meaning': true, 'identical-runs': true,
    'spectral-collapse': true, 'width-saturated': true, 'identical-spectra': true, 'under-sampled-spectra': true, 'cannot-win': true,
    'density-falling': true, 'compression-less-dense': true, 'far-from-compute-optimal': true,
  };

  it('has a section for every rule', () => {
    const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
    expect(Object.keys(rules).filter((rule) => !page.includes(`\n## ${rule}\n`))).toEqual([]);
  });
});
