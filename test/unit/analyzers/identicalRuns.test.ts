import { describe, expect, it } from 'vitest';
import { identicalRuns } from '../../../src/analyzers/identicalRuns';
import type { Run } from '../../../src/model/run';
import { defaultSettings, type Settings } from '../../../src/model/settings';
import { drained } from '../drained';
import { mulberry } from '../random';
import { pointsOf, runWith } from './runWith';

const compare = (runs: readonly Run[], settings: Settings) => drained(identicalRuns.compare(runs, settings));
const random = mulberry(11);
const values = (length: number, digits = 12): number[] => Array.from({ length }, () => Number((2 + random()).toPrecision(digits)));
const run = (id: string, loss: readonly number[], path = id) =>
  runWith({ 'loss/train': pointsOf(loss) }, { id, name: id, sources: [{ format: 'csv', path }] });

describe('identical runs', () => {
  const first = values(200);
  const copied = [...values(50), ...first.slice(50, 90), ...values(110)];

  it('names both runs, the steps and the length', () => {
    const [finding, ...rest] = compare([run('a', first), run('b', copied), run('c', values(200))], defaultSettings);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ rule: 'identical-runs', level: 'warning', run: 'b', since: 69 });
    expect(finding.headline).toBe('40 values of loss/train from step 50 to 89 are bit-identical to the same steps of a.');
  });

  it('lets a common beginning pass: a resume, a copy of a folder, the same seed', () => {
    const branch = [...first.slice(0, 120), ...values(80)];
    expect(compare([run('a', first), run('b', branch), run('c', first)], defaultSettings)).toEqual([]);
  });

  it('lets two runs of one file pass', () => {
    expect(compare([run('a', first, 'log'), run('b', copied, 'log')], defaultSettings)).toEqual([]);
  });

  it('takes no notice of constants and of values rounded to four digits', () => {
    const rounded = values(200, 4);
    const constant = (before: number) => [...values(before), ...Array<number>(60).fill(1.2345678)];
    expect(compare([run('a', rounded), run('b', [2.5, ...rounded.slice(20)])], defaultSettings)).toEqual([]);
    expect(compare([run('a', constant(3)), run('b', constant(7))], defaultSettings)).toEqual([]);
  });
});
