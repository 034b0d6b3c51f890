import { expect, test } from 'vitest';
import { NumberScanner } from '../../../src/formats/numberScanner';
import { seededRandom } from './seededRandom';

const scanner = new NumberScanner();
const scan = (text: string): [number, number] => {
  const end = scanner.scan(new TextEncoder().encode(text), 0);
  return [scanner.found[0], end];
};

test('gives the double that JavaScript gives, to the last bit', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 60_000; i++) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    for (const text of [String(value), value.toPrecision(1 + Math.floor(random() * 21)), value.toExponential(Math.floor(random() * 21)), `0.00${Math.floor(random() * 1e17)}`]) {
      expect(Object.is(scan(text)[0], Number(text)), text).toBe(true);
    }
  }
});

test.each(['0', '-0', '1.', '.5', '+7', '1e5', '1E+05', '00012', '9007199254740993', '9007199254740993e3', '1e400', '1e-400', '5e-324', '123456789012345678901234567890e-10'])('reads %s whole', (text) => {
  expect(scan(text)).toEqual([Number(text), text.length]);
});

test.each([['nan', NaN, 3], ['NaN,', NaN, 3], ['nan.0', NaN, 5], ['-inf', -Infinity, 4], ['Infinity}', Infinity, 8], ['+INF', Infinity, 4]])('reads the word %s', (text, value, end) => {
  expect(scan(text)).toEqual([value, end]);
});

test.each([['', 0], ['-', 0], ['.', 0], ['e5', 0], ['info', 0], ['nano', 0], ['None', 0], ['1e', 1], ['1e+', 1], ['1.5.2', 3], ['12abc', 2]])('stops in %j after %i characters', (text, end) => {
  expect(scan(text)[1]).toBe(end);
});
