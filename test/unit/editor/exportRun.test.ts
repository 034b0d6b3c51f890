import { describe, expect, it } from 'vitest';
import { runAsCsv, runAsJson } from '../../../src/editor/exportRun';
import type { Curve, RunDetail } from '../../../src/engine/protocol';
import { summary } from './summary';

const curve: Curve = { run: 'r', metric: 'loss/train', original: 'loss, "smooth"', steps: new Float64Array([1, 2]), values: new Float64Array([0.1 + 0.2, NaN]), points: 2 };

describe('export', () => {
  it('writes a row for each point, to full precision, quoting names', () => {
    expect(runAsCsv([curve])).toBe('metric,original,step,value\nloss/train,"loss, ""smooth""",1,0.30000000000000004\nloss/train,"loss, ""smooth""",2,NaN\n');
  });

  it('makes no formula of a name', () => {
    expect(runAsCsv([{ ...curve, metric: '=cmd|x', original: '@y' }])).toContain("'=cmd|x,'@y,1,");
  });

  it('writes JSON that reads back', () => {
    const detail: RunDetail = { summary: summary(), plan: { maxSteps: 5 }, model: {}, hyperparameters: {}, series: [], report: null, stoppers: [], resources: ['steps'], configs: [] };
    const read = JSON.parse(runAsJson(detail, [curve]));
    expect(read.series).toEqual([{ metric: 'loss/train', original: 'loss, "smooth"', steps: [1, 2], values: [0.1 + 0.2, null] }]);
    expect(read.summary.sparkline).toEqual([3, 2.6, 2.41]);
    expect(read.plan).toEqual({ maxSteps: 5 });
  });
});
