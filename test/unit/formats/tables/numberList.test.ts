import { describe, expect, it } from 'vitest';
import { readNumberList } from '../../../../src/formats/tables/numberList';

const read = (text: string): readonly number[] | undefined => {
  const list = readNumberList(new TextEncoder().encode(text));
  return list && [...list];
};

describe('readNumberList', () => {
  it.each([
    ['1\n2.5e3\n\n-3', [1, 2500, -3]],
    ['0.000000000000000000e+00\r\n1.0\r\n', [0, 1]],
    ['# sizes\nsize\n4\n5\n', [4, 5]],
    ['1\nnan\ninf\n-Infinity', [1, NaN, Infinity, -Infinity]],
    ['1\n2\nthree\n4', [1, 2, NaN, 4]],
    ['[1, 2, null]', [1, 2, NaN]],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['', 'a\nb\nc', 'step,loss\n1,2\n2,3', '{"a": 1}', '[{"a": 1}]', 'once 1\nupon 2'])('is not meant by %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('reads every beginning of a list', () => {
    const text = '10\n20\n30\n';
    for (let end = 1; end <= text.length; end++) expect(read(text.slice(0, end))?.length).toBe(text.slice(0, end).trim().split('\n').length);
  });
});
