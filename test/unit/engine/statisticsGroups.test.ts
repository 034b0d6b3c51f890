import { describe, expect, it } from 'vitest';
import { groupLogs } from '../../../src/engine/groupLogs';
import { eigenLog } from '../../../src/formats/statistics/eigenLog';
import { plateauStatistics } from '../../../src/formats/statistics/plateauStatistics';
import { weightWatcher } from '../../../src/formats/statistics/weightWatcher';
import { tensorBoard } from '../../../src/formats/tensorBoard';
import { textLog } from '../../../src/formats/textLog';

const keysOf = (...logs: Parameters<typeof groupLogs>[0]) => groupLogs(logs).map(({ key, parts }) => [key, parts.length]);

describe('statistics', () => {
  it('belong to the run whose log lies beside them', () => {
    expect(keysOf({ path: '/w/a/anything.log', format: textLog }, { path: '/w/a/plateau-statistics.jsonl', format: plateauStatistics })).toEqual([['/w/a', 2]]);
    expect(keysOf({ path: '/w/a/events.out.tfevents.1', format: tensorBoard }, { path: '/w/a/plateau-statistics.jsonl', format: plateauStatistics })).toEqual([['/w/a', 2]]);
    expect(keysOf({ path: '/w/a/details.csv', format: weightWatcher }, { path: '/w/a/plateau-statistics.jsonl', format: plateauStatistics })).toEqual([['/w/a', 2]]);
  });

  it('of every layer are one run', () => {
    const layers = [0, 1, 2].map((layer) => ({ path: `/w/a/eigen_logs/layer_${layer}_eigen.txt`, format: eigenLog }));
    expect(keysOf(...layers, { path: '/w/a/train.log', format: textLog })).toEqual([['/w/a', 2]]);
  });

  it('of two runs stay apart', () => {
    expect(keysOf({ path: '/w/a/plateau-statistics.jsonl', format: plateauStatistics }, { path: '/w/b/plateau-statistics.jsonl', format: plateauStatistics }).map(([key]) => key)).toEqual(['/w/a', '/w/b']);
  });
});
