import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../../../src/formats/jsonLines';
import { plateauStatistics } from '../../../../src/formats/statistics/plateauStatistics';
import { readEigenvalues } from '../../../../src/formats/statistics/readEigenvalues';
import { jensenShannon } from '../../../../src/numerics/spectrum/jensenShannon';
import { corrupted, growthSizes } from '../corruptions';
import { followedBytes, followedGrowing } from '../followSource';
import { memorySource } from '../memorySource';

const path = '/runs/a/plateau-statistics.jsonl';
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);
const follow = (...lines: readonly (object | string)[]) => followedBytes(plateauStatistics, bytesOf(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')), path);

const header = { kind: 'header', schema: 'plateau-statistics', version: 1, recorder: '0.1.0', started: 1_767_225_600, every: 200, model: { name: 'gpt', layers: 12, ffnSize: 3072, optimizer: 'AdamW' } };
const training = { kind: 'training', step: 200, loss: 6.12, learningRate: 0.0003, tokens: 13_107_200, time: 1_767_225_660, gradNorm: 1.7, maxGradNorm: 1 };
const pre = { kind: 'spectrum', step: 200, layer: 7, name: 'h.7.mlp', site: 'pre', width: 4, tokens: 65_536, eigenvalues: [4, 2, 1, 0.5] };
const post = { ...pre, site: 'post', eigenvalues: [1, 1, 1, 1] };
const gradients = { kind: 'gradients', step: 200, norms: { 'h.7.mlp.c_fc': 0.31, 'h.7.mlp.c_proj': 'NaN' }, parameters: { 'h.7.mlp.c_fc': 2_362_368 }, total: 1.7 };
const end = { kind: 'end', step: 6000, reason: 'finished', time: 1_767_230_000 };

describe('recognition', () => {
  test('goes by the schema, and before other JSON lines', () => {
    const head = bytesOf(`${JSON.stringify(header)}\n${JSON.stringify(training)}\n`);
    expect(plateauStatistics.recognise(path, head)).toBe(3);
    expect(plateauStatistics.recognise('/runs/a/other.jsonl', head)).toBe(3);
    expect(plateauStatistics.recognise(path, bytesOf(`${JSON.stringify(training)}\n`))).toBe(3);
    expect(plateauStatistics.recognise('/runs/a/other.jsonl', bytesOf('{"step": 1, "loss": 2}\n'))).toBe(0);
    expect(plateauStatistics.recognise('/runs/a/._plateau-statistics.jsonl', head)).toBe(0);
    expect(jsonLines.recognise(path, head)).toBeLessThanOrEqual(3);
  });

  test('makes the folder the run', () => {
    expect(plateauStatistics.home?.(path)).toBe('/runs/a');
  });
});

describe('records', () => {
  test('of training are the canonical metrics, with wall times', async () => {
    const read = await follow(header, training);
    const table = read.table();
    expect(table['|loss/train|loss']).toEqual({ steps: [200], values: [6.12], times: [1_767_225_660_000] });
    expect(table['|learning_rate|learningRate'].values).toEqual([0.0003]);
    expect(table['|tokens|tokens'].values).toEqual([13_107_200]);
    expect(table['|grad_norm|gradNorm'].values).toEqual([1.7]);
    expect(read.facts()).toMatchObject({
      plan: { maxGradNorm: 1 }, model: { architecture: 'gpt', layers: 12, ffnSize: 3072 }, hyperparameters: { recorder: '0.1.0', optimizer: 'AdamW' },
    });
  });

  test('of spectra are their measures', async () => {
    const table = (await follow(header, pre, post)).table();
    const value = (name: string) => table[`|spectrum/${name}|spectrum/${name}`].values[0];
    expect(value('pre/softRank/7')).toBeCloseTo(3.1171421105, 10);
    expect(value('pre/hardRank/7')).toBeCloseTo(2.6470588235, 10);
    expect(value('pre/concentration/7')).toBeCloseTo(0.3833333333, 10);
    expect(value('pre/stableRank/7')).toBe(1.875);
    expect(value('pre/width/7')).toBe(4);
    expect(value('post/tokens/7')).toBe(65_536);
    expect(value('post/hardRank/7')).toBeCloseTo(4, 12);
    expect(value('post/jsDivergence/7')).toBeCloseTo(jensenShannon(pre.eigenvalues, post.eigenvalues), 12);
    expect(table['|spectrum/pre/jsDivergence/7|spectrum/pre/jsDivergence/7']).toBeUndefined();
  });

  test('may hold moments instead of eigenvalues', async () => {
    const moments = { trace: 7.5, traceOfSquare: 21.25, largest: 4, entropy: 1.1369165918, gini: 0.3833333333, jsDivergence: 0.0587 };
    const table = (await follow(header, { ...post, eigenvalues: undefined, moments })).table();
    expect(table['|spectrum/post/softRank/7|spectrum/post/softRank/7'].values[0]).toBeCloseTo(3.1171421105, 8);
    expect(table['|spectrum/post/hardRank/7|spectrum/post/hardRank/7'].values[0]).toBeCloseTo(2.6470588235, 10);
    expect(table['|spectrum/post/jsDivergence/7|spectrum/post/jsDivergence/7'].values).toEqual([0.0587]);
  });

  test('compare pre and post of one step and layer only', async () => {
    const other = await follow(pre, { ...post, step: 400 }, { ...post, layer: 3, step: 400 });
    expect(Object.keys(other.table()).filter((key) => key.includes('jsDivergence'))).toEqual([]);
  });

  test('of gradients are norms per module, NaN among them', async () => {
    const table = (await follow(gradients)).table();
    expect(table['|grad_norm/h.7.mlp.c_fc|grad_norm/h.7.mlp.c_fc'].values).toEqual([0.31]);
    expect(table['|grad_norm/h.7.mlp.c_proj|grad_norm/h.7.mlp.c_proj'].values).toEqual([NaN]);
    expect(table['|grad_norm|total']).toBeUndefined();
  });

  test('of the end say so, until a resumed run takes it back', async () => {
    expect((await follow(header, training, end)).facts().ended).toBe('the recorder was closed at step 6000');
    expect((await follow(header, end, header, training)).facts().ended ?? '').toBe('');
    expect((await follow(header, { ...end, reason: 'exception' })).facts().ended).toBe('training ended with an exception at step 6000');
  });

  test('that are unknown are passed over, broken ones are counted', async () => {
    const read = await follow(header, { kind: 'novelty', step: 1 }, 'no json', '[1]', { kind: 'training' }, { ...pre, eigenvalues: [] }, { ...pre, width: 2 }, { ...pre, site: 'middle' }, training);
    expect(read.skipped()).toBe(6);
    expect(read.points()).toBe(4);
  });

  test('of no positive eigenvalue are failures, not numbers', async () => {
    const read = await follow({ ...pre, eigenvalues: [0, 0, 0, 0] }, { ...pre, eigenvalues: [1, 'NaN', 0, 0] });
    expect(read.table()['|spectrum/pre/hardRank/7|spectrum/pre/hardRank/7'].values).toEqual([NaN, NaN]);
    expect(read.skipped()).toBe(2);
  });

  test('of a newer schema are refused in words', async () => {
    const read = await follow({ ...header, version: 2 }, training);
    expect(read.points()).toBe(0);
    expect(read.reasons()[0]).toBe('The statistics are of version 2, this Plateau reads up to 1: update Plateau.');
  });
});

describe('growing and broken files', () => {
  const whole = [header, training, pre, post, gradients, { ...training, step: 400 }, { ...pre, step: 400 }, { ...post, step: 400 }, end].map((line) => `${JSON.stringify(line)}\n`).join('');

  test('in pieces gives what reading at once gives', async () => {
    const atOnce = (await followedBytes(plateauStatistics, bytesOf(whole), path)).table();
    for (let seed = 0; seed < 30; seed++) {
      expect((await followedGrowing(plateauStatistics, bytesOf(whole), growthSizes(whole.length, 6, seed), path)).table()).toEqual(atOnce);
    }
  });

  test('every truncation keeps every whole line', async () => {
    for (let size = 0; size <= whole.length; size++) {
      const read = await followedBytes(plateauStatistics, bytesOf(whole.slice(0, size)), path);
      const losses = [...whole.slice(0, size).matchAll(/"kind":"training"[^\n]*\}/g)].length;
      expect(read.table()['|loss/train|loss']?.steps.length ?? 0, `${size} bytes`).toBe(losses);
      expect(read.skipped()).toBe(0);
    }
  });

  test('random corruptions neither throw nor hang', async () => {
    for (let seed = 0; seed < 3000; seed++) await followedBytes(plateauStatistics, corrupted(bytesOf(whole), seed), path);
  });
});

describe('readEigenvalues', () => {
  test('finds the last spectrum at an address', async () => {
    const later = { ...pre, eigenvalues: [9, 1, 1, 1] };
    const source = memorySource(bytesOf([header, pre, post, { ...pre, step: 2000 }, later].map((line) => JSON.stringify(line)).join('\n')), path);
    const found = await readEigenvalues(source, { step: 200, layer: '7', site: 'pre' });
    expect(found && [...found.eigenvalues]).toEqual([9, 1, 1, 1]);
    expect(found).toMatchObject({ width: 4, tokens: 65_536 });
    expect(await readEigenvalues(source, { step: 200, layer: '8', site: 'pre' })).toBeUndefined();
    expect(await readEigenvalues(source, { step: 20, layer: '7', site: 'pre' })).toBeUndefined();
  });
});
