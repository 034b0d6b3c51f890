import { describe, expect, it } from 'vitest';
import { nameRuns, tellingParts } from '../../../src/engine/nameRuns';

const names = (...keys: readonly string[]) => nameRuns(keys.map((key) => ({ parts: tellingParts(key, /\.\w+$/.test(key)), lane: '' })));

describe('nameRuns', () => {
  it('takes the last telling part of a path', () => {
    expect(names('/home/me/proj/runs/run4', '/home/me/proj/llmc-main.log', '/home/me/proj/exp7/train.log')).toEqual(['run4', 'llmc-main', 'exp7']);
  });

  it('adds what comes before where names clash', () => {
    expect(names('/p/a/seed1', '/p/b/seed1', '/p/c/other')).toEqual(['a/seed1', 'b/seed1', 'other']);
  });

  it('keeps the number of a Lightning version', () => {
    expect(names('/p/pendulum/lightning_logs/version_0', '/p/pendulum/lightning_logs/version_18')).toEqual(['pendulum/version_0', 'pendulum/version_18']);
  });

  it('names a lane by itself, with its file where that is needed', () => {
    const lanes = [['/p/a/sweep.csv', 'lr 0.1'], ['/p/a/sweep.csv', 'lr 0.2'], ['/p/b/sweep.csv', 'lr 0.1'], ['/p/notes.md', 'attempt 2']] as const;
    expect(nameRuns(lanes.map(([key, lane]) => ({ parts: tellingParts(key, true), lane })))).toEqual(['a/sweep/lr 0.1', 'lr 0.2', 'b/sweep/lr 0.1', 'notes/attempt 2']);
  });

  it('survives paths without a telling part', () => {
    expect(names('/train.log', '/logs')).toEqual(['train', 'logs']);
  });
});
