import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../../src/formats/jsonLines';
import { trainerLog } from '../../../src/formats/trainerLog';
import { corrupted, growthSizes } from './corruptions';
import { fixture } from './fixture';
import { Followed, followedBytes, followedGrowing } from './followSource';
import { memorySource } from './memorySource';

const path = '/runs/a/metrics.jsonl';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (...rows: readonly (object | string)[]): Uint8Array => encode(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n') + '\n');
const follow = (...rows: readonly (object | string)[]) => followedBytes(jsonLines, lines(...rows), path);
const loss = '|loss/train|loss';

describe('recognition', () => {
  const rows = [{ step: 1, loss: 2.5 }, { step: 2, loss: 2.25 }];
  const sure = (name: string, ...content: readonly (object | string)[]): number => jsonLines.recognise(`/a/${name}`, lines(...content));

  test('wants steps and known metrics, and is surer by the name', () => {
    expect(sure('metrics.jsonl', ...rows)).toBe(3);
    expect(sure('out.txt', ...rows)).toBe(2);
    expect(sure('results.jsonl', { loss: 3, model: 'a' }, { loss: 2, model: 'a' })).toBe(1);
    expect(sure('metrics.jsonl', rows[0])).toBe(3);
  });

  test('refuses data sets, single objects, pointers and resource forks', () => {
    expect(sure('train.jsonl', { text: 'once upon', label: 1 }, { text: 'a time', label: 0 })).toBe(0);
    expect(sure('train.jsonl', { step: 1, score: 3, text: 'x'.repeat(300) }, { step: 2, score: 3, text: 'y'.repeat(300) })).toBe(0);
    expect(sure('all_results.json', { epoch: 3, train_loss: 0.5 })).toBe(0);
    expect(sure('._metrics.jsonl', ...rows)).toBe(0);
    expect(sure('metrics.jsonl', 'version https://git-lfs.github.com/spec/v1', 'oid sha256:0')).toBe(0);
    expect(jsonLines.recognise(path, new Uint8Array(0))).toBe(0);
  });

  test('leaves the logs of LLaMA-Factory to their own format', () => {
    const head = fixture('jsonLines/trainer_log.jsonl');
    expect(trainerLog.recognise('/a/trainer_log.jsonl', head)).toBe(3);
    expect(trainerLog.recognise('/a/other.jsonl', head)).toBe(2);
    expect(trainerLog.recognise(path, lines(...rows))).toBe(0);
  });
});

describe('LLaMA-Factory', () => {
  test('gives the points that Python counts, the plan and the elapsed time', async () => {
    const read = await followedBytes(trainerLog, fixture('jsonLines/trainer_log.jsonl'));
    const table = read.table();
    expect(table[loss].steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(table[loss].values.slice(0, 3)).toEqual([0.6491, 0.6466, 1.1105]);
    expect(table['|learning_rate|lr'].values[0]).toBe(9.803921568627451e-10);
    expect(table['|elapsed|elapsed_time'].values.slice(0, 2)).toEqual([63, 108]);
    expect(Object.keys(table)).toHaveLength(6);
    expect(read.facts()).toMatchObject({ plan: { maxSteps: 5100 } });
    expect(read.facts().ended).toBeUndefined();
  });

  test('says that the last step was logged, after nine days', async () => {
    const read = await followedBytes(trainerLog, fixture('jsonLines/finished.jsonl'));
    expect(read.table()['|elapsed|elapsed_time'].values.at(-1)).toBe(9 * 86400 + 22 * 3600 + 13 * 60 + 15);
    expect(read.facts().ended).toBe('the last of 2178 steps was logged');
  });
});

describe('steps', () => {
  test('go by the most telling of several names', async () => {
    const table = (await follow({ _step: 1, 'train/global_step': 500, loss: 3, lr: 1 }, { 'loss': 2, '_step': 2, 'train/global_step': 1000 })).table();
    expect(table[loss]).toMatchObject({ steps: [500, 1000], values: [3, 2] });
  });

  test('are those of the row before where a row names none', async () => {
    const table = (await follow({ step: 10, loss: 3 }, { epoch: 1, val_loss: 4 }, { step: 20, loss: 2 })).table();
    expect(table['|loss/eval|val_loss'].steps).toEqual([10]);
  });

  test('are epochs where there are no steps, training and evaluation in rows of their own', async () => {
    const table = (await follow({ epoch: 1, loss: 3 }, { epoch: 1, val_loss: 4 }, { epoch: 2, loss: 2 }, { epoch: 2, val_loss: 3 })).table();
    expect(table[loss].steps).toEqual([1, 2]);
    expect(table['|loss/eval|val_loss'].steps).toEqual([1, 2]);
  });

  test('are row numbers where epochs repeat or nothing counts', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ epoch: Math.floor(i / 3), loss: 9 - i }));
    expect((await follow(...rows)).table()[loss].steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await follow({ loss: 3 }, { loss: 2 })).table()[loss].steps).toEqual([1, 2]);
  });

  test('go on over epochs that count anew, and repeat after a resume', async () => {
    const anew = [1, 2].flatMap((epoch) => [100, 200].map((iter) => ({ epoch, iter, loss: 1 })));
    expect((await follow(...anew)).table()[loss].steps).toEqual([100, 200, 300, 400]);
    const resumed = [{ step: 20, epoch: 0.2, loss: 3 }, { step: 30, epoch: 0.3, loss: 3 }, { step: 20, epoch: 0.2, loss: 3 }];
    expect((await follow(...resumed)).table()[loss].steps).toEqual([20, 30, 20]);
  });

  test('of mmengine evaluations are not their epochs', async () => {
    const table = (await follow({ loss: 3, epoch: 1, iter: 50, step: 50 }, { 'coco/AP': 0.4, step: 1 }, { loss: 2, epoch: 2, iter: 100, step: 100 })).table();
    expect(table['|coco/AP|coco/AP'].steps).toEqual([50]);
  });
});

describe('values', () => {
  test('may be nested, quoted, non-finite, or no numbers', async () => {
    const table = (await follow(
      '{"step": 1, "train": {"loss": NaN, "deep": {"x": "16.475"}}, "flag": true, "note": "a \\" b", "list": [1, {"y": 2}]}',
      '{"step": "2", "train": {"loss": -Infinity, "deep": {"x": "-inf"}}, "none": null, "list": ["]", 2]}',
    )).table();
    expect(table['|loss/train|train/loss']).toMatchObject({ steps: [1, 2], values: [NaN, -Infinity] });
    expect(table['|train/deep/x|train/deep/x'].values).toEqual([16.475, -Infinity]);
    expect(Object.keys(table)).toHaveLength(2);
  });

  test('get wall times in milliseconds whatever their unit', async () => {
    const table = (await follow({ step: 1, loss: 1, _timestamp: 1.7e9 }, { step: 2, loss: 1, timestamp: 1.7e12 }, { step: 3, loss: 1, time: '2023-11-14T22:13:20Z' }, { step: 4, loss: 1, time: 0.25 })).table();
    expect(table[loss].times).toEqual([1.7e12, 1.7e12, 1.7e12, NaN]);
    expect(table['|time|time'].values).toEqual([0.25]);
  });

  test('of rows that call themselves validation are evaluations', async () => {
    const table = (await follow({ mode: 'train', step: 1, loss: 3 }, { mode: 'val', step: 1, loss: 4 })).table();
    expect(table[loss].values).toEqual([3]);
    expect(table['|loss/eval|val/loss'].values).toEqual([4]);
  });

  test('are the same whether scanned or parsed', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ step: i, loss: Math.exp(-i), a: { b: i / 7, c: { d: -i } }, s: '12', time: 1.7e9 + i }));
    const scanned = await follow(...rows);
    // An escape sequence in each row takes the parser.
    const parsed = await follow(...rows.map((row) => ({ ...row, note: 'a "quoted" word' })));
    expect(scanned.table()).toEqual(parsed.table());
  });
});

describe('broken files', () => {
  const small = lines({ step: 10, loss: 2.5, lr: 1e-4 }, { step: 20, loss: 2.25, eval: { loss: 2.5 } }, '{"step": 30, "loss": NaN}', { step: 40, loss: 2.125 });

  test('lines that are no objects are counted and cost nothing else', async () => {
    const read = await follow('Epoch 1', { step: 1, loss: 3 }, '{"step": 2, "loss"', '', '[1, 2]', { step: 3, loss: 1 });
    expect(read.table()[loss]).toMatchObject({ steps: [1, 3], values: [3, 1] });
    expect(read.skipped()).toBe(3);
  });

  test('a last line without its end is used until more comes', async () => {
    const source = memorySource('{"step": 1, "loss": 3}\n{"step": 2, "loss": 2}', path);
    const reading = await new Followed(jsonLines, source).follow();
    expect(reading.table()[loss].steps).toEqual([1, 2]);
    source.bytes = encode('{"step": 1, "loss": 3}\n{"step": 2, "loss": 2}\n{"step": 3, "lo');
    expect((await reading.follow()).table()[loss].steps).toEqual([1, 2]);
    expect(reading.facts().cut).toBe(true);
    expect(reading.skipped()).toBe(0);
  });

  test('every truncation keeps every whole row', async () => {
    for (let size = 0; size <= small.length; size++) {
      const text = new TextDecoder().decode(small.subarray(0, size));
      const whole = [...text.matchAll(/\{.*\}(?=\n|$)/g)].filter(([row]) => (row.match(/\{/g) ?? []).length === (row.match(/\}/g) ?? []).length).length;
      expect((await followedBytes(jsonLines, small.subarray(0, size), path)).table()[loss]?.steps.length ?? 0, `${size} bytes`).toBe(whole);
    }
  });

  test('10,000 random corruptions neither throw nor hang', async () => {
    for (let seed = 0; seed < 10_000; seed++) await followedBytes(jsonLines, corrupted(small, seed), path);
  });

  test('growing in pieces gives what reading at once gives, corrupt or not', async () => {
    for (let seed = 0; seed < 150; seed++) {
      const bytes = seed < 50 ? small : corrupted(small, seed);
      const atOnce = await followedBytes(jsonLines, bytes, path);
      const growing = await followedGrowing(jsonLines, bytes, growthSizes(bytes.length, 8, seed), path);
      expect(growing.table()).toEqual(atOnce.table());
      expect(growing.skipped()).toBe(atOnce.skipped());
    }
  });

  test.each([['utf-16le', true], ['utf-16be', false]])('%s with a byte-order mark is read', async (_, littleEndian) => {
    const text = `\ufeff${new TextDecoder().decode(small)}`;
    const view = new DataView(new ArrayBuffer(text.length * 2));
    [...text].forEach((character, i) => { view.setUint16(2 * i, character.charCodeAt(0), littleEndian); });
    const read = await followedBytes(jsonLines, new Uint8Array(view.buffer), path);
    expect(read.table()).toEqual((await followedBytes(jsonLines, small, path)).table());
  });

  test('a line far too long is passed over in bounded memory', async () => {
    const head = lines({ step: 1, loss: 3 });
    const tail = encode('\n{"step": 2, "loss": 2}\n');
    const size = 1 << 27;
    let largest = 0;
    const source = {
      path,
      stat: () => Promise.resolve({ size, modified: 1, identity: '' }),
      read: (offset: number, length: number) => {
        largest = Math.max(largest, length);
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset))).fill(120);
        for (const [part, at] of [[head, 0], [tail, size - tail.length]] as const) {
          for (let i = 0; i < part.length; i++) if (at + i >= offset && at + i < offset + bytes.length) bytes[at + i - offset] = part[i];
        }
        return Promise.resolve(bytes);
      },
    };
    const read = await new Followed(jsonLines, source).follow();
    expect(read.table()[loss].steps).toEqual([1, 2]);
    expect(read.skipped()).toBe(1);
    expect(largest).toBeLessThanOrEqual(16 << 20);
  });
});
