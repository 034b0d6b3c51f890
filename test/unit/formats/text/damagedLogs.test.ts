import { describe, expect, test } from 'vitest';
import { textLog, type TextCursor } from '../../../../src/formats/textLog';
import { memorySource, readAll, Reading, readOn } from '../readAll';
import { seededRandom } from '../seededRandom';
import { bytesOf, fixtures, textOf } from './fixtureLogs';

describe('bad input', () => {
  test.each(fixtures)('%s read as it grows gives what it gives at once', async (name) => {
    const random = seededRandom(fixtures.indexOf(name));
    const bytes = bytesOf(name);
    const whole = new Reading();
    await readOn(textLog, memorySource(name, bytes), whole);
    for (let round = 0; round < 5; round++) {
      const source = memorySource(name, new Uint8Array(0));
      const grown = new Reading();
      let cursor: TextCursor | undefined;
      for (let size = 0; size < bytes.length;) {
        size = Math.min(bytes.length, size + 1 + Math.floor(random() * 700));
        source.bytes = bytes.subarray(0, size);
        cursor = (await readOn(textLog, source, grown, cursor)).cursor;
      }
      expect(grown.points).toEqual(whole.points);
      expect(grown.facts).toEqual(whole.facts);
    }
  });

  test.each(fixtures)('every truncation of %s loses at most its last record', async (name) => {
    const bytes = bytesOf(name).subarray(0, 1000);
    const whole = await readAll(textLog, memorySource(name, bytes));
    for (let size = 0; size <= bytes.length; size++) {
      const reading = new Reading();
      await readOn(textLog, memorySource(name, bytes.subarray(0, size)), reading);
      for (const [key, { steps, values }] of reading.points) {
        const full = whole.points.get(key);
        expect(full?.steps.slice(0, steps.length)).toEqual(steps);
        expect(full?.values.slice(0, values.length)).toEqual(values);
      }
    }
  });

  test('10,000 random corruptions are survived, and lines that stay whole are still read', async () => {
    const random = seededRandom(42);
    const heads = fixtures.map((name) => ({ name, bytes: bytesOf(name).subarray(0, 1200) }));
    for (let round = 0; round < 10_000; round++) {
      const { name, bytes } = heads[round % heads.length];
      const damaged = bytes.slice();
      for (let hit = 0; hit < 1 + round % 8; hit++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      const reading = await readAll(textLog, memorySource(name, damaged));
      for (const { steps, values } of reading.points.values()) {
        expect(steps.length).toBe(values.length);
        expect(steps.every(Number.isFinite)).toBe(true);
      }
      textLog.recognise(name, damaged);
    }
    const damaged = textOf('llmc-main.log').replace('s:5 ', '\u0000\ufffd ').replace('s:7 trl:', 's:7 trl');
    const reading = await readAll(textLog, memorySource('main.log', damaged));
    expect(reading.count('trl')).toBe(116);
  });

  test('an over-long line is counted and passed over', async () => {
    const text = `${textOf('nanogpt.log')}${'x'.repeat(17 << 20)}\niter 120: loss 1.5, time 3.0ms\n`;
    const reading = await readAll(textLog, memorySource('train.log', text));
    expect(reading.skipped).toBe(1);
    expect(reading.points.get('loss')?.steps.at(-1)).toBe(120);
  });

  test('a broken record is counted, and those around it are read', async () => {
    const text = textOf('mlperf-gpt3.txt').replace('"key": "eval_accuracy", "value": 2.7457', '"key": "eval_accuracy" "value": 2.7457');
    const reading = await readAll(textLog, memorySource('result_0.txt', text));
    expect(reading.skipped).toBe(1);
    expect(reading.count('eval_accuracy')).toBe(22);
  });

  test('names like __proto__ do no harm', async () => {
    const text = `Overriding: __proto__ = 1\n${textOf('nanogpt.log')}`;
    const { facts } = await readAll(textLog, memorySource('train.log', text));
    expect(Object.getPrototypeOf(facts.hyperparameters)).toBe(Object.prototype);
  });
});
