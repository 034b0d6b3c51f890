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
    expect(finding).toMatchObject({ level: 'note', rule: 'throughput-drop' });
    expect(finding.headline).toMatch(/^3[1-5] % slower since step 10\d: the same work now takes (4\d|5\d) % longer\.$/);
    expect(judge([...steps(100, 1), ...steps(60, 1.5), ...steps(60, 1)])).toEqual([]);
  });

  it('is a warning only once it is large and has lasted, on the clock too', () => {
    const levelAfter = (slow: readonly number[]) => judge([...steps(100, 20), ...slow])[0]?.level;
    expect(levelAfter(steps(60, 60))).toBe('note');
    expect(levelAfter(steps(150, 60))).toBe('warning');
    expect(levelAfter(steps(150, 27))).toBe('note');
    expect(judge([...steps(100, 1), ...steps(150, 3)])[0].level).toBe('note');
  });

  it('is not said where steps are fast and slow by turns and the mean stays', () => {
    const turns = (count: number, slowShare: number, [fast, slow]: readonly [number, number]) => Array.from({ length: count }, () => (random() < slowShare ? slow : fast));
    const mean = (share: number, [fast, slow]: readonly [number, number]) => share * slow + (1 - share) * fast;
    const [few, many] = [[0.3, 3.5], [0.3, 1.85]] as const;
    expect(mean(0.3, few)).toBeCloseTo(mean(0.62, many), 1);
    expect(judge([...turns(150, 0.3, few), ...turns(150, 0.62, many)])).toEqual([]);
  });

  it('skips speeds of zero', () => {
    const logged = Array.from({ length: 160 }, (_, i): Point => [i, i % 7 === 0 ? 0 : 1000 + random()]);
    expect(throughputDrop.analyse(runWith({ tokens_per_second: logged }), defaultSettings)).toEqual([]);
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
