import { describe, expect, test } from 'vitest';
import { cleanLine } from '../../../src/formats/text/cleanLine';
import { parseNumber } from '../../../src/formats/text/number';
import { parsePythonDict } from '../../../src/formats/text/pythonDict';
import { hasSlowRepetition } from '../../../src/formats/text/slowPattern';
import { wallTime } from '../../../src/formats/text/wallTime';
import { seededRandom } from './seededRandom';

describe('parseNumber', () => {
  test.each([
    ['1.01E+01', 10.1], ['3,502', 3502], ['1,234,567.5', 1234567.5], ['48.3%', 48.3], ['2.56K', 2560], ['1.5B', 1.5e9],
    ['nan', NaN], ['nan.0', NaN], ['NaN', NaN], ['inf', Infinity], ['-inf', -Infinity], ['Infinity', Infinity],
    [' 0.0 ', 0], ['-1e-3', -0.001], ['.5', 0.5], ['5.', 5], ['+2', 2],
  ])('%s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(['', ' ', 'None', 'null', '-', '.', ',', 'e5', '1.2.3', '12abc', '0x1g', '1e', '--1'])('"%s" is none', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('is Number to the last bit', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 20_000; round++) {
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
      for (const text of [String(value), value.toFixed(4), value.toExponential(6), value.toPrecision(17)]) {
        expect(parseNumber(text)).toBe(Number(text));
      }
    }
  });
});

test.each([
  ['[default7]: iteration 1', 'iteration 1'], ['[rank0]:[titan] x', '[titan] x'], ['rank3: x', 'x'], ['0: [batch=1/2]:', '[batch=1/2]:'],
  ['\u001b[31mstep:  1\u001b[39m', 'step:  1'], ['12:30:11 start', '12:30:11 start'], ['[2025-01-01 00:00:00] x', '[2025-01-01 00:00:00] x'], ['', ''],
])('cleanLine(%j)', (raw, line) => {
  expect(cleanLine(raw)).toBe(line);
});

test('wallTime reads the local times that logs write, and those with a zone', () => {
  expect(wallTime(' [2025-08-01 09:31:44] iteration')).toBe(new Date(2025, 7, 1, 9, 31, 44).getTime());
  expect(wallTime('2025/12/17 01:18:26,708 - root')).toBe(new Date(2025, 11, 17, 1, 18, 26, 708).getTime());
  expect(wallTime('2025-12-17T01:18:26.708Z x')).toBe(Date.UTC(2025, 11, 17, 1, 18, 26, 708));
  expect(wallTime('step 20251217')).toBeNaN();
});

test('parsePythonDict', () => {
  const parsed = (text: string) => parsePythonDict(text)?.map(({ name, value }) => [name, value]);
  expect(parsed("{'loss': 2.4, 'lr': '1e-05', 'x': nan, 'name': 'a b', 'y': None, 'z': tensor(0.5, device='cuda:0')}")).toEqual([
    ['loss', 2.4], ['lr', 1e-5], ['x', NaN], ['name', 'a b'], ['z', 0.5],
  ]);
  expect(parsed('{"loss": 1.5, "step": 3}')).toEqual([['loss', 1.5], ['step', 3]]);
  expect(parsePythonDict('{no}')).toBeUndefined();
});

test.each([
  ['(a+)+', true], ['(a|aa)*', true], ['((?:x\\d*)y){2,}', true], ['(?<step>\\d+) (?<value>\\S+)', false], ['^it (?<step>\\d+)[+*(]+ \\(\\+\\)+', false], ['(?:, )?', false],
])('hasSlowRepetition(%s)', (pattern, slow) => {
  expect(hasSlowRepetition(pattern)).toBe(slow);
});
