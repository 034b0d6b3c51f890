import { describe, expect, test } from 'vitest';
import { trainerState } from '../../../src/formats/trainerState';
import { corrupted, growthSizes } from './corruptions';
import { fixture } from './fixture';
import { Followed, followedBytes, followedGrowing } from './followSource';
import { memorySource } from './memorySource';

const agnews = fixture('trainerState/checkpoint-1200/trainer_state.json');
const finished = fixture('trainerState/finished.json');
const path = '/out/checkpoint-1200/trainer_state.json';
const follow = (bytes: Uint8Array | string) => followedBytes(trainerState, bytes, path);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('recognition', () => {
  test('goes by the history, and by the name beside it', () => {
    expect(trainerState.recognise(path, agnews.subarray(0, 600))).toBe(3);
    expect(trainerState.recognise('/out/state.json', agnews)).toBe(2);
  });

  test('refuses staged checkpoints, pointers and other JSON', () => {
    expect(trainerState.recognise('/out/tmp-checkpoint-1200/trainer_state.json', agnews)).toBe(0);
    expect(trainerState.recognise('/out/._trainer_state.json', agnews)).toBe(0);
    expect(trainerState.recognise(path, bytesOf('version https://git-lfs.github.com/spec/v1\n'))).toBe(0);
    expect(trainerState.recognise(path, bytesOf('{"max_steps": 3}'))).toBe(0);
    expect(trainerState.recognise(path, new Uint8Array(0))).toBe(0);
  });
});

describe('the history alone', () => {
  const rows = '[{"loss": 2.1, "step": 10}, {"eval_loss": 2.0, "eval_runtime": 1.5, "step": 10}, {"train_loss": 2.1, "train_runtime": 19.4, "step": 10}]';

  test('is known by what only the Trainer measures, and stands for no folder', () => {
    expect(trainerState.recognise('/out/log_history.json', bytesOf(rows))).toBe(2);
    expect(trainerState.recognise('/out/rows.json', bytesOf('[{"loss": 2.1, "step": 10}]'))).toBe(0);
    expect([trainerState.home?.('/out/a_history.json'), trainerState.home?.(path), trainerState.home?.('/out/trainer_state.json')]).toEqual([undefined, '/out', '/out']);
  });

  test('is read like that of a state', async () => {
    const read = await follow(rows);
    expect(read.table()['|loss/train|loss']).toMatchObject({ steps: [10], values: [2.1] });
    expect(read.table()['|loss/train/epoch|train_loss'].steps).toEqual([10]);
    expect(read.facts().ended).toBe('train_runtime was logged');
  });
});

describe('rows', () => {
  test('give every number a point at their step', async () => {
    const read = await follow(agnews);
    const table = read.table();
    expect(read.points()).toBe(120);
    expect(table['|loss/train|loss'].values.slice(0, 2)).toEqual([1.2893, 0.4233]);
    expect(table['|loss/eval|eval_loss'].steps).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200]);
    expect(table['|epoch|epoch'].steps).toHaveLength(24);
    expect(read.facts().plan).toEqual({ maxSteps: 1200, logEverySteps: 100, evalEverySteps: 100 });
    expect(read.facts().hyperparameters).toEqual({ train_batch_size: 32, total_flos: 6767175401594880 });
  });

  test('end with the mean loss of the run, which is kept apart, and say that it is over', async () => {
    const read = await follow(finished);
    expect(read.table()['|loss/train|loss'].steps).toEqual([10, 20, 30, 40, 50, 60, 8640, 8650, 8660]);
    expect(read.table()['|loss/train/epoch|train_loss']).toMatchObject({ steps: [8660], values: [0.2891847992741759] });
    expect(read.facts().ended).toBe('train_runtime was logged');
  });

  test('say that the run is over where the trainer was told to stop, for the history of a checkpoint has no last row', async () => {
    expect((await follow(agnews)).facts().ended).toBe('should_training_stop is set');
    const goesOn = text(agnews).replace('"should_training_stop": true', '"should_training_stop": false');
    expect((await follow(goesOn)).facts().ended).toBeUndefined();
  });

  test('may hold bare NaN and Infinity', async () => {
    const state = '{"log_history": [{"step": 1, "loss": NaN, "grad_norm": Infinity}, {"step": 2, "loss": -Infinity, "note": "NaN \\" Infinity {"}], "max_steps": 9}';
    const table = (await follow(state)).table();
    expect(table['|loss/train|loss'].values).toEqual([NaN, -Infinity]);
    expect(table['|grad_norm|grad_norm'].values).toEqual([Infinity]);
  });

  test('do not take default intervals for plans', async () => {
    const state = JSON.stringify({ eval_steps: 500, logging_steps: 500, log_history: [{ step: 401, loss: 1 }, { step: 401, eval_loss: 1 }, { step: 802, loss: 1 }] });
    expect((await follow(state)).facts().plan).toEqual({});
  });

  test('are read in UTF-16 too', async () => {
    const wide = new Uint8Array(Uint16Array.from(`\ufeff${text(finished)}`, (character) => character.charCodeAt(0)).buffer);
    expect((await follow(wide)).points()).toBe((await follow(finished)).points());
  });
});

describe('rewriting', () => {
  test('replaces the rows, and a half-written state changes nothing', async () => {
    const source = memorySource(agnews, path);
    const reading = await new Followed(trainerState, source).follow();
    const before = reading.table();
    source.bytes = finished.subarray(0, 700);
    source.modified++;
    expect((await reading.follow()).table()).toEqual(before);
    expect(reading.skipped()).toBe(0);
    source.bytes = finished;
    source.modified++;
    expect((await reading.follow()).table()).toEqual((await follow(finished)).table());
  });

  test('that ends broken keeps the longer history and counts the loss once', async () => {
    const source = memorySource(agnews, path);
    const reading = await new Followed(trainerState, source).follow();
    const before = reading.table();
    source.bytes = finished.subarray(0, 700);
    source.modified++;
    for (let looks = 0; looks < 4; looks++) await reading.follow();
    expect(reading.table()).toEqual(before);
    expect(reading.skipped()).toBe(1);
  });

  test('in pieces ends with what reading at once gives', async () => {
    const atOnce = (await follow(agnews)).table();
    for (let seed = 0; seed < 20; seed++) {
      const growing = await followedGrowing(trainerState, agnews, growthSizes(agnews.length, 6, seed), path);
      expect(growing.table()).toEqual(atOnce);
    }
  });
});

describe('broken files', () => {
  test('every truncation keeps every whole row', async () => {
    const rows = [...text(agnews).matchAll(/\{[^{}]*"step"[^{}]*\}/g)].map((row) => row.index + row[0].length);
    for (let size = 0; size < agnews.length - 2; size += 7) {
      const points = (await follow(agnews.subarray(0, size))).table()['|epoch|epoch']?.steps.length ?? 0;
      expect(points, `${size} bytes`).toBe(rows.filter((end) => end <= size).length);
    }
  });

  test('a broken row costs itself alone', async () => {
    const read = await follow(text(agnews).replace('"eval_accuracy": 0.875', '"eval_accuracy": 0.8?5'));
    expect(read.table()['|epoch|epoch'].steps).toHaveLength(23);
    expect(read.facts().plan.maxSteps).toBe(1200);
    expect(read.reasons()).toEqual(['The file is cut off or corrupt: only those rows were read that are whole.']);
  });

  test('10,000 random corruptions neither throw nor hang', async () => {
    const small = bytesOf(JSON.stringify({ max_steps: 30, log_history: [{ step: 10, loss: 2.5, epoch: 0.1 }, { step: 20, loss: 2.25, eval_loss: 3 }] }, null, 2));
    for (let seed = 0; seed < 10_000; seed++) await follow(corrupted(small, seed));
  });
});
