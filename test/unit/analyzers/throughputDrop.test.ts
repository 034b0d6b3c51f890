import { describe, expect, it } from 'vitest';
import { throughputDrop } from '../../../src/analyzers/throughputDrop';
import { defaultSettings } from '../../../src/model/settings';
import { mulberry } from '../random';
import { runWith, type Point } from './runWith';

const random = mulberry(61);

/** Losses with wall times; `seconds` of each step. */
function timed(seconds: readonly number[]): Point[] {
  let clock = 1_700_000_000_000;
  return seconds.map((each, i) => [i, 2, (clock += 1000 * each * (0.95 + 0.1 * random()))]);
}

const judge = (seconds: readonly number[]) => throughputDrop.analyse(runWith({ 'loss/train': timed(seconds) }), defaultSettings);
const steps = (count: number, seconds: number): number[] => Array<number>(count).fill(seconds);

describe('throughput drop', () => {
  it('is said once a step to slower has lasted, and no more once it is over', () => {
    const [finding] = judge([...steps(100, 1), ...steps(60, 1.5)]);
    expect(finding).toMatchObject({ level: 'warning', rule: 'throughput-drop' });
    expect(finding.headline).toMatch(/^3[1-5] % slower since step 10\d: the same work now takes (4\d|5\d) % longer\.$/);
    expect(judge([...steps(100, 1), ...steps(60, 1.5), ...steps(60, 1)])).toEqual([]);
  });

  it('is not said of pauses for evaluation, of small changes, or of a slow growth by design', () => {
    expect(judge(steps(200, 1).map((each, i) => (i % 10 === 0 ? 60 : each)))).toEqual([]);
    expect(judge([...steps(100, 1), ...steps(100, 1.12)])).toEqual([]);
    expect(judge(Array.from({ length: 1000 }, (_, i) => 1 + i / 1000))).toEqual([]);
  });

  it('prefers tokens per second, which a larger batch does not lower', () => {
    const series = { 'loss/train': timed([...steps(100, 1), ...steps(60, 2)]), tokens_per_second: Array.from({ length: 160 }, (_, i): Point => [i, 1000 + random()]) };
    expect(throughputDrop.analyse(runWith(series), defaultSettings)).toEqual([]);
  });
});
