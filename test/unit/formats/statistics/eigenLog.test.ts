import { describe, expect, test } from 'vitest';
import { eigenLog } from '../../../../src/formats/statistics/eigenLog';
import { textLog } from '../../../../src/formats/textLog';
import { corrupted, growthSizes } from '../corruptions';
import { fixture } from '../fixture';
import { followedBytes, followedGrowing } from '../followSource';

const global = fixture('spectra/adamw_160m_1x_layer0_global_legacy.txt');
const frequency = fixture('spectra/adamw_160m_1x_layer0_frequency_legacy.txt');
const path = '/runs/a/layer_3_eigen.txt';
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);
const column = (name: string) => `|spectrum/${name}|spectrum/${name}`;

describe('recognition', () => {
  test('goes by the lines and the layer in the name', () => {
    expect(eigenLog.recognise(path, global)).toBe(3);
    expect(eigenLog.recognise('/runs/a/adamw_160m_1x_layer0_frequency_legacy.txt', frequency)).toBe(3);
    expect(eigenLog.recognise(path, bytesOf('Step 100: soft_rank_pre=7.5 hard_rank_pre=4.0\n'))).toBe(3);
    expect(eigenLog.recognise('/runs/a/notes.txt', global)).toBe(0);
    expect(eigenLog.recognise(path, bytesOf('Step 1: loss=4.2\n'))).toBe(0);
    expect(textLog.recognise(path, global)).toBeLessThan(3);
  });

  test('makes a folder one run', () => {
    expect(eigenLog.home?.(path)).toBe('/runs/a');
    expect(eigenLog.home?.('/runs/a/eigen_logs/layer_3_eigen.txt')).toBe('/runs/a');
  });
});

describe('lines', () => {
  test('of a layer give ranks before and after the nonlinearity', async () => {
    const read = await followedBytes(eigenLog, global, path);
    const table = read.table();
    expect(table[column('pre/hardRank/3')].steps).toHaveLength(31);
    expect(table[column('pre/hardRank/3')].values.slice(0, 2)).toEqual([89.41, 4.85]);
    expect(table[column('post/hardRank/3')].values[1]).toBe(10.01);
    expect(table[column('post/softRank/3')].values[1]).toBeCloseTo(Math.exp(2.814), 12);
    expect(table[column('pre/concentration/3')].values[1]).toBe(0.993);
    expect(table[column('post/jsDivergence/3')].values[1]).toBe(0.0587);
    expect(read.skipped()).toBe(0);
  });

  test('by token frequency are layers of their own', async () => {
    const table = (await followedBytes(eigenLog, frequency, path)).table();
    expect(table[column('pre/hardRank/3/HEAD')].values.slice(0, 2)).toEqual([15.87, 5.49]);
    expect(table[column('post/hardRank/3/TAIL')].values[0]).toBe(410.02);
    expect(table[column('post/tokens/3/MID')].values[0]).toBe(45_159);
    expect(table[column('post/hardRank/3/TAIL')].steps).toHaveLength(31);
  });

  test('of the released names mean the same', async () => {
    const table = (await followedBytes(eigenLog, 'Step 100: soft_rank_pre=7.5 hard_rank_pre=4.0, hard_rank=5 SE_post=2\n', path)).table();
    expect(table[column('pre/softRank/3')].values).toEqual([7.5]);
    expect(table[column('post/hardRank/3')].values).toEqual([5]);
    expect(table[column('post/softRank/3')].values).toEqual([Math.exp(2)]);
  });

  test('of files that name their run are lanes', async () => {
    const keys = Object.keys((await followedBytes(eigenLog, global, '/logs/adamw_160m_1x_layer0_global_legacy.txt')).table());
    expect(keys).toContain('adamw_160m_1x|spectrum/post/hardRank/0|spectrum/post/hardRank/0');
  });
});

describe('growing and broken files', () => {
  test('in pieces gives what reading at once gives', async () => {
    const atOnce = (await followedBytes(eigenLog, frequency, path)).table();
    for (let seed = 0; seed < 20; seed++) expect((await followedGrowing(eigenLog, frequency, growthSizes(frequency.length, 6, seed), path)).table()).toEqual(atOnce);
  });

  test('every truncation keeps every whole line', async () => {
    const text = new TextDecoder().decode(global);
    for (let size = 0; size <= global.length; size += 7) {
      const steps = (await followedBytes(eigenLog, global.subarray(0, size), path)).table()[column('pre/hardRank/3')]?.steps.length ?? 0;
      const lines = text.slice(0, size).split('\n').length - 1;
      expect(steps - lines, `${size} bytes`).toBeGreaterThanOrEqual(0);
      expect(steps - lines).toBeLessThanOrEqual(1);
    }
  });

  test('random corruptions neither throw nor hang, long words neither', async () => {
    for (let seed = 0; seed < 2000; seed++) await followedBytes(eigenLog, corrupted(frequency.subarray(0, 900), seed), path);
    const long = await followedBytes(eigenLog, `Step 5: ${'x'.repeat(1 << 20)}\n`, path);
    expect(long.points()).toBe(0);
  });
});
