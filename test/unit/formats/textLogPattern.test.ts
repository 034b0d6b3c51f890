import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/formats/format';
import { pinnedPattern } from '../../../src/formats/textLogPattern';
import { metrics } from '../../../src/model/metric';
import { memorySource, readAll } from './readAll';

const log = 'start\nit 1 loss=2.5\nit 2 loss=2.25\r\n[rank0]: it 3 acc=0.5\nit 4 loss=nan\nit 5 loss=2.1';

function formatOf(pattern: string): Format {
  const format = pinnedPattern(pattern);
  if ('error' in format) throw new Error(format.error);
  return format as Format;
}

describe('pinnedPattern', () => {
  test('reads what the named groups hold, the unfinished end included', async () => {
    const format = formatOf('^it (?<step>\\d+) (?<name>\\w+)=(?<value>\\S+)');
    expect(format.recognise('my.txt', new TextEncoder().encode(log))).toBe(2);
    const { points } = await readAll(format, memorySource('my.txt', log));
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [1, 2, 4, 5], values: [2.5, 2.25, NaN, 2.1] });
    expect(points.get('acc')).toMatchObject({ steps: [3], values: [0.5] });
  });

  test('a value without a name is the loss', async () => {
    const { points } = await readAll(formatOf('it (?<step>\\d+) loss=(?<value>\\S+)'), memorySource('my.txt', log));
    expect(points.get('loss')?.steps).toEqual([1, 2, 4, 5]);
  });

  test('does not recognise other files', () => {
    const format = formatOf('^it (?<step>\\d+) (?<value>\\S+)');
    expect(format.recognise('my.py', new TextEncoder().encode('it 1 2'))).toBe(0);
    expect(format.recognise('my.log', new TextEncoder().encode('nothing'))).toBe(0);
  });

  test.each([
    ['^(?<step>\\d+)', /no group \(\?<value>/],
    ['(?<value>\\d+)', /no group \(\?<step>/],
    ['(?<step>\\d+) (?<value>\\d+', /not a regular expression/],
    ['(?<step>\\d+) ((?<value>\\d+)+)+', /can take forever/],
  ])('%s is answered with a sentence', (pattern, sentence) => {
    const format = pinnedPattern(pattern);
    expect('error' in format && format.error).toMatch(sentence);
  });

  test('lines of more than 2,000 characters are not searched', async () => {
    const long = `it 9 loss=${'1'.repeat(2000)}\nit 10 loss=1.5\n`;
    const { points } = await readAll(formatOf('it (?<step>\\d+) loss=(?<value>\\S+)'), memorySource('my.txt', long));
    expect(points.get('loss')?.steps).toEqual([10]);
  });
});
