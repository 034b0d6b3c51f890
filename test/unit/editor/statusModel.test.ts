import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../src/editor/statusModel';
import type { RunSummary } from '../../../src/engine/protocol';
import { english, summary } from './summary';

const now = Date.UTC(2026, 0, 2);
const status = (runs: readonly RunSummary[], muted: readonly string[] = []) => statusOf(runs, new Set(muted), now, english);
const stop = summary({ name: 'run-12', verdict: { state: 'stop', badge: 'stop', sentence: 'Stop here.' } });

describe('the status bar', () => {
  it('shows the most urgent run, and warns with the theme’s own colours', () => {
    expect(status([summary(), stop])).toMatchObject({ text: '$(warning) run-12 stop', background: 'warning', run: stop.id });
    expect(status([summary()])).toMatchObject({ text: '$(pulse) run-1 2.41 ↓', background: undefined });
    const diverged = summary({ verdict: { state: 'diverged', badge: 'diverged', sentence: 'Diverged.' } });
    expect(status([stop, diverged])).toMatchObject({ background: 'error' });
    expect(status([{ ...diverged, status: 'dead', lastTime: now - 3600e3 }])).toMatchObject({ text: '$(error) run-1 diverged', background: undefined });
  });

  it('is hidden without runs, passes over muted ones, and counts those of the past', () => {
    expect(status([])).toBeUndefined();
    expect(status([stop], [stop.id])).toBeUndefined();
    const past = [1, 2].map((n) => summary({ name: `old-${n}`, status: 'finished', lastTime: 0 }));
    expect(status(past)).toMatchObject({ text: '$(pulse) 2 runs', run: null });
    expect(status(past.slice(1))).toMatchObject({ text: '$(pulse) 1 run' });
  });

  it('keeps names short and draws no icon that a name asks for', () => {
    const named = (name: string) => status([summary({ name })])?.text;
    expect(named('$(error)')).toBe('$(pulse) \\$(error) 2.41 ↓');
    expect(named('experiments-2026-01-llama-7b-lr3e-4')).toBe('$(pulse) …2026-01-llama-7b-lr3e-4 2.41 ↓');
  });

  it('lists a few runs in the tooltip, with everything of theirs escaped', () => {
    const runs = Array.from({ length: 9 }, (_, i) => summary({ name: `run-${i}`, verdict: { state: 'healthy', badge: '', sentence: '[a](command:b) <img> $(error)' } }));
    const tooltip = status(runs)?.tooltip ?? '';
    expect(tooltip).toContain('and 3 more');
    expect(tooltip.replaceAll('$(pulse) **', '')).not.toMatch(/\[|\]\(|<|\$\(/);
  });
});
