import { describe, expect, it } from 'vitest';
import { figuresOf, intervalWith } from '../../../src/model/figures';

describe('figuresOf', () => {
  it.each([
    ['trailing zeros', [1.31, 1.518, 2], ['1.310', '1.518', '2.000']],
    ['losses of several sizes', [0.348, 12.3, 7], ['0.348', '12.300', '7.000']],
    ['small numbers', [0.0279, 0.5], ['0.0279', '0.5000']],
    ['whole numbers', [1, 12, 4096], ['1', '12', '4,096']],
    ['signs and nothing', [-0.01234, 0, 0.25], ['-0.0123', '0.0000', '0.2500']],
    ['sizes too far apart', [1.31, 1234.5, 1e-7], ['1.310', '1,235', '1e-7']],
    ['more than six digits', [0.0012, 123.4], ['0.00120', '123.4']],
    ['what is not finite', [1.5, NaN, Infinity], ['1.500', 'NaN', 'Inf']],
    ['nothing at all', [0], ['0']],
  ])('%s', (_, values, texts) => expect(values.map(figuresOf(values))).toEqual(texts));

  it('passes over what is unknown or a word', () => {
    expect(figuresOf([null, 'a', 1.31, NaN])(2.5)).toBe('2.500');
    expect(figuresOf([])(2.5)).toBe('2.5');
  });

  it('writes the ends of intervals as their column is written', () => {
    const figure = figuresOf([0.447, 1.08, 1.81]);
    expect([[0.447, 0.633], [1.08, 1.5], [0.5, Infinity], [-0.2, 0.1]].map(([low, high]) => intervalWith(figure, low, high)))
      .toEqual(['0.447–0.633', '1.080–1.500', 'at least 0.5', '-0.200 to 0.100']);
  });

  it('puts every point of a column at the same place from the end', () => {
    const values = Array.from({ length: 50 }, (_, i) => 0.2 + 0.37 * i);
    const places = values.map(figuresOf(values)).map((text) => text.length - text.indexOf('.'));
    expect(new Set(places).size).toBe(1);
  });
});
