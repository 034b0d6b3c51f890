import { describe, expect, it } from 'vitest';
import { childrenOf, rowOf } from '../../../src/editor/treeModel';
import type { TreeState } from '../../../src/editor/treeModel';
import type { RunSummary } from '../../../src/engine/protocol';
import { english, finding, summary } from './summary';

const now = Date.UTC(2026, 0, 2);

function state(runs: readonly RunSummary[], more: Partial<TreeState> = {}): TreeState {
  return { runs: new Map(runs.map((run) => [run.id, run])), muted: new Set(), addedFolders: new Set(), now, t: english, ...more };
}

function verdict(state: RunSummary['verdict']['state'], badge: string): RunSummary['verdict'] {
  return { state, badge, sentence: `${badge}.` };
}

describe('the tree', () => {
  it('shows the most urgent run first, and runs of the past after those of today', () => {
    const runs = [
      summary({ name: 'past', status: 'dead', lastTime: now - 40 * 24 * 3600e3, verdict: verdict('diverged', 'diverged') }),
      summary({ name: 'healthy' }),
      summary({ name: 'run-10', verdict: verdict('stop', 'stop') }),
      summary({ name: 'run-9', verdict: verdict('stop', 'stop') }),
      summary({ name: 'broken', verdict: verdict('diverged', 'diverged') }),
      summary({ name: 'last-night', status: 'dead', lastTime: now - 8 * 3600e3, verdict: verdict('dead', 'dead 8 h') }),
    ];
    const shown = state(runs);
    const labels = childrenOf(undefined, shown).map((node) => rowOf(node, shown)?.label);
    expect(labels).toEqual(['broken', 'run-9', 'run-10', 'last-night', 'healthy', 'past']);
  });

  it('orders numbers in names as numbers', () => {
    const names = ['lr_0.1', 'lr_0.005', 'lr_0.01', 'run-10', 'run-9', 'lr_1'];
    const shown = state(names.map((name) => summary({ name })));
    expect(childrenOf(undefined, shown).map((node) => rowOf(node, shown)?.label)).toEqual(['lr_0.005', 'lr_0.01', 'lr_0.1', 'lr_1', 'run-9', 'run-10']);
  });

  it('shows icon, badge and what menus ask for', () => {
    const run = summary({ verdict: verdict('stop', 'stop'), skippedRecords: 3 });
    const shown = state([run], { muted: new Set([run.id]) });
    expect(rowOf({ kind: 'run', run: run.id }, shown)).toMatchObject({
      label: 'run-1', description: 'stop · muted', icon: 'warning', colour: 'problemsWarningIcon.foreground',
      contextValue: 'run.muted.skipped', children: 'closed', opens: { run: run.id }, spoken: 'run-1, stop., muted',
    });
  });

  it('does not give a run that ended in trouble the sign of one that ended well', () => {
    const icon = (findings: RunSummary['findings']) => {
      const run = summary({ status: 'finished', verdict: verdict('finished', '0.29'), findings });
      return rowOf({ kind: 'run', run: run.id }, state([run]))?.icon;
    };
    expect(icon([])).toBe('check');
    expect(icon([finding({ level: 'note' })])).toBe('check');
    expect(icon([finding({ rule: 'never-learned', level: 'warning' })])).toBe('warning');
  });

  it('lists findings by urgency, then logs, then checkpoints from the latest', () => {
    const anchor = { rule: 'marginal-return', place: { path: '/home/me/space/c.yaml', line: 3, column: 0, endColumn: 9 }, related: [] };
    const run = summary({
      findings: [finding({ rule: 'loss-spike', level: 'warning', headline: 'A spike.' }), finding({ headline: 'Stop here.' })],
      anchors: [anchor], checkpoints: [{ step: 1000, path: '/home/me/space/a/checkpoint-1000' }, { step: 2000, path: '/home/me/space/a/checkpoint-2000' }],
      sources: [{ format: 'tensorboard', path: '/home/me/space/a' }, { format: 'hparams', path: '/home/me/space/a' }],
    });
    const shown = state([run]);
    const parts = childrenOf({ kind: 'run', run: run.id }, shown);
    expect(parts.map((node) => rowOf(node, shown)).map((row) => [row?.label, row?.description, row?.contextValue])).toEqual([
      ['Stop here.', '', 'finding.placed'], ['A spike.', '', 'finding'], ['a', 'tensorboard, hparams', 'source'], ['Checkpoints', '2, last at step 2,000', 'checkpoints'],
    ]);
    const checkpoints = childrenOf({ kind: 'checkpoints', run: run.id }, shown);
    expect(checkpoints.map((node) => rowOf(node, shown)?.label)).toEqual(['Step 2,000', 'Step 1,000']);
  });

  it('groups by folder when there are several, or one that was added', () => {
    const runs = [summary({ name: 'a' }), summary({ name: 'b', folder: '/other' })];
    const shown = state(runs);
    const folders = childrenOf(undefined, shown);
    expect(folders).toEqual([{ kind: 'folder', folder: '/home/me/space' }, { kind: 'folder', folder: '/other' }]);
    expect(childrenOf(folders[1], shown)).toEqual([{ kind: 'run', run: runs[1].id }]);
    const added = state([runs[1]], { addedFolders: new Set(['/other']) });
    expect(rowOf(childrenOf(undefined, added)[0], added)).toMatchObject({ label: 'other', contextValue: 'folder.added', children: 'open' });
  });

  it('offers to stop a run only where the recorder writes it and it has not ended', () => {
    const sources = [{ format: 'plateau-statistics', path: '/home/me/space/run-1/plateau-statistics.jsonl' }];
    const contextOf = (run: RunSummary) => rowOf({ kind: 'run', run: run.id }, state([run]))?.contextValue;
    expect(contextOf(summary({ sources }))).toBe('run.recorded');
    expect(contextOf(summary({ sources, status: 'finished' }))).toBe('run');
    expect(contextOf(summary())).toBe('run');
  });

  it('gives every row a name of its own', () => {
    const run = summary({ findings: [finding(), finding()], checkpoints: [{ step: 1, path: '/a/step-1' }, { step: null, path: '/a/ckpt.pt' }] });
    const shown = state([run, summary({ name: 'run-2', folder: '/other' })]);
    const all = (node?: Parameters<typeof childrenOf>[0]): string[] => childrenOf(node, shown).flatMap((child) => [rowOf(child, shown)?.id ?? '', ...all(child)]);
    const ids = all();
    expect(ids.length).toBe(11);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('knows nothing of what is gone', () => {
    const shown = state([summary()]);
    expect(rowOf({ kind: 'run', run: 'gone' }, shown)).toBeUndefined();
    expect(rowOf({ kind: 'finding', run: '/home/me/space/run-1', index: 4 }, shown)).toBeUndefined();
    expect(childrenOf({ kind: 'run', run: 'gone' }, shown)).toEqual([]);
  });

  it('keeps control characters and line breaks of names out of the view', () => {
    const run = summary({ name: 'a\nb\u202egnp.exe\u0007' });
    expect(rowOf({ kind: 'run', run: run.id }, state([run]))?.label).toBe('a bgnp.exe');
  });
});
