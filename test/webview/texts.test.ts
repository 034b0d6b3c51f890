import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/engine/protocol';
import type { MarginalReturnReport } from '../../src/model/report';
import { usePhrases } from '../../src/model/say';
import { t } from '../../webview/components/translate';
import { orderRuns, type SortKey } from '../../webview/overview/orderRuns';
import { unbroken } from '../../webview/components/unbroken';
import { whatChanges } from '../../webview/run/decisions';
import { tableOf } from '../../webview/run/exportTable';

describe('what another threshold changes', () => {
  const report = (threshold: number, decision: MarginalReturnReport['decision'], since: number) => ({ threshold, decision, since }) as MarginalReturnReport;

  it('is said with the step, the difference and the share of the plan', () => {
    expect(whatChanges(report(0.02, 'stop', 6120), report(0.05, 'stop', 5100), 12_000))
      .toBe('At 0.05 the rule says stop since step 5,100, 1,020 steps earlier than at 0.02, saving 57 % of the plan.');
    expect(whatChanges(report(0.02, 'stop', 6120), report(0.01, 'stop', 7000), null))
      .toBe('At 0.01 the rule says stop since step 7,000, 880 steps later than at 0.02.');
    expect(whatChanges(report(0.02, 'continue', 300), report(0.1, 'stop', 9000), 12_000))
      .toBe('At 0.1 the rule says stop since step 9,000, saving 25 % of the plan.');
    expect(whatChanges(report(0.02, 'stop', 6120), report(0.001, 'continue', 300), 12_000)).toBe('At 0.001 the rule would not stop: continue.');
    expect(whatChanges(report(0.02, 'wait', 300), report(0.01, 'wait', 300), 12_000)).toBe('At 0.01 the rule says the same as at 0.02: wait.');
    expect(whatChanges(report(0.02, 'stop', 6120), report(0.021, 'stop', 6120), 12_000)).toBe('At 0.021 the rule says stop since step 6,120, as at 0.02.');
  });
});

describe('the exported table', () => {
  it('joins the series by step and leaves out what a series did not log', () => {
    const table = tableOf([
      { original: 'loss', steps: Float64Array.of(1, 2, 4), values: Float64Array.of(3, 2.5, NaN) },
      { original: 'eval, "loss"', steps: Float64Array.of(2, 3), values: Float64Array.of(2.6, 2.4) },
    ]);
    expect(table).toBe('step,loss,"eval, ""loss"""\r\n1,3,\r\n2,2.5,2.6\r\n3,,2.4\r\n4,NaN,\r\n');
  });

  it('gives no name to a spreadsheet as a formula', () => {
    expect(tableOf([{ original: '=cmd()', steps: Float64Array.of(1), values: Float64Array.of(1) }])).toMatch(/^step,'=cmd\(\)\r\n/);
  });
});

describe('the order of runs', () => {
  const run = (name: string, over: Partial<RunSummary> = {}) => ({
    name, relativePath: `runs/${name}`, verdict: { state: 'healthy', badge: '', sentence: '' }, findings: [], lastValue: null, bestValue: null, gainPerHour: null,
    lastStep: 0, plannedSteps: null, lastTime: null, changedAt: null, ...over,
  }) as unknown as RunSummary;
  const names = (runs: readonly RunSummary[], key: SortKey, descending = false) => orderRuns(runs, '', { key, descending }).map(({ name }) => name);

  it('takes numbers in names as numbers', () => {
    expect(names([run('run-10'), run('run-9'), run('run-1')], 'name')).toEqual(['run-1', 'run-9', 'run-10']);
  });

  it('puts what is unknown last in either direction', () => {
    const runs = [run('a', { lastValue: 3 }), run('b'), run('c', { lastValue: 1 }), run('d', { lastValue: NaN })];
    expect(names(runs, 'loss')).toEqual(['c', 'a', 'b', 'd']);
    expect(names(runs, 'loss', true)).toEqual(['a', 'c', 'b', 'd']);
  });

  it('takes the time of the file where the log tells none', () => {
    const runs = [run('old', { lastTime: 10, changedAt: 90 }), run('none'), run('file', { changedAt: 50 }), run('new', { lastTime: 70 })];
    expect(names(runs, 'record')).toEqual(['new', 'file', 'old', 'none']);
  });

  it('puts what asks for something first', () => {
    const state = (name: string, verdict: string) => run(name, { verdict: { state: verdict, badge: '', sentence: '' } as RunSummary['verdict'] });
    expect(names([state('a', 'finished'), state('b', 'stop'), state('c', 'healthy'), state('d', 'diverged')], 'state')).toEqual(['d', 'b', 'c', 'a']);
  });

  it('keeps the runs that hold every word', () => {
    const runs = [run('adam-1'), run('adam-2'), run('muon-1')];
    expect(orderRuns(runs, ' 1 ADAM', { key: 'name', descending: false }).map(({ name }) => name)).toEqual(['adam-1']);
    expect(orderRuns(runs, 'healthy', { key: 'name', descending: false }).length).toBe(3);
  });
});

describe('a text with units', () => {
  it('keeps each with its number', () => {
    expect(unbroken('12 % (95 %: 3 to 4 %) in 3.1 h, 1 day')).toBe('12\u00a0% (95\u00a0%: 3 to 4\u00a0%) in 3.1\u00a0h, 1\u00a0day');
    expect(unbroken('39.4 M, 78.8 MB')).toBe('39.4\u00a0M, 78.8\u00a0MB');
  });

  it('leaves words alone', () => {
    for (const text of ['3 models', 'step 5 has', '4 steps', '7 Bytes', 'a %', '5  s']) expect(unbroken(text)).toBe(text);
  });
});

describe('a translated text', () => {
  it('keeps its arguments, and stays English where there is no translation', () => {
    usePhrases({ 'step {0} of {1}': 'Schritt {0} von {1}' });
    expect(t('step {0} of {1}', 3, '{0}')).toBe('Schritt 3 von {0}');
    expect(t('step {0}', 4)).toBe('step 4');
    expect(t('constructor')).toBe('constructor');
    usePhrases({});
  });
});
