import { describe, expect, it } from 'vitest';
import { abridged, formatAge, formatCount, formatDuration, formatInterval, formatNumber, formatPercent, formatStep, intervalOf, listed } from '../../../src/model/format';

describe('formatNumber', () => {
  it.each([
    [2.41342, '2.413'], [2.4, '2.4'], [0.0123456, '0.0123'], [0.00005, '5e-5'], [1.234e-7, '1.23e-7'], [0, '0'],
    [-3.14159, '-3.142'], [1234.5, '1,235'], [999.99, '1,000'], [422.14, '422.1'], [12345678, '12,345,678'],
    [1e15, '1e15'], [2.5e18, '2.5e18'], [1e-300, '1e-300'], [NaN, 'NaN'], [Infinity, 'Inf'], [-Infinity, '-Inf'],
    [100, '100'], [0.5, '0.5'], [-1e-9, '-1e-9'],
  ])('%s is %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

describe('formatStep', () => {
  it.each([[0, '0'], [2410, '2,410'], [1e6, '1,000,000'], [12.4, '12'], [NaN, 'NaN']])('%s is %s', (value, text) =>
    expect(formatStep(value)).toBe(text));
});

describe('formatPercent', () => {
  it.each([[0.49, '49 %'], [0.0041, '0.4 %'], [1, '100 %'], [0, '0 %'], [-0.125, '-13 %'], [NaN, 'NaN'], [12.5, '1,250 %']])('%s is %s', (value, text) =>
    expect(formatPercent(value)).toBe(text));
});

describe('formatDuration', () => {
  it.each([[0, '0 s'], [4.24, '4.2 s'], [0.25, '250 ms'], [59, '59 s'], [720, '12 min'], [11_160, '3.1 h'], [36_000, '10 h'], [216_000, '2.5 days']])(
    '%s s is %s', (value, text) => expect(formatDuration(value)).toBe(text));
});

describe('formatInterval', () => {
  it.each([
    [2.33, 2.36, '2.33–2.36'], [0, 0.004, '0.000–0.004'], [0.08, 0.14, '0.08–0.14'], [-0.01, 0.02, '-0.01 to 0.02'],
    [1200, 1900, '1,200–1,900'], [-0.0001, 0.02, '0.00 to 0.02'], [1, 1, '1'], [2.311, 2.431, '2.31–2.43'],
    [0, Infinity, 'at least 0'], [-Infinity, 2.5, 'at most 2.5'], [-Infinity, Infinity, 'unbounded'], [NaN, 1, 'unknown'],
    [0, 0, '0'], [0, 1e-7, '0–1e-7'], [0, 2.46e-6, '0–2.46e-6'], [1.2e-8, 3.4e-8, '1.2e-8–3.4e-8'], [0.00001, 0.00003, '1e-5–3e-5'], [0, 4.93e-5, '0–4.93e-5'], [0.34821, 0.34826, '0.34821–0.34826'], [2.3110001, 2.3110003, '2.311'],
    [-2e-7, 3e-7, '-2e-7 to 3e-7'], [2e15, 3e18, '2e15–3e18'],
  ])('%s and %s are %s', (low, high, text) => expect(formatInterval(low, high)).toBe(text));

  it('has a place for what stands beside it', () => {
    expect(formatInterval(0, 0.031, 0.0033)).toBe('0.000–0.031');
    expect(formatInterval(0, 0.031, 5)).toBe('0.00–0.03');
    expect(formatInterval(0, 0.031, 0)).toBe('0.00–0.03');
    expect(formatInterval(0, 0.031, 1e-200)).toBe('0.000000–0.031000');
    expect(formatInterval(0, 1.55e-5, 0.00052)).toBe('0.000000–0.000016');
    expect(formatInterval(0, 1e-7, 0.00052)).toBe('0–1e-7');
  });

  it.each([
    [0.000309, 0, 0.000311, '0.00000–0.00031'], [1.587, 0.8967, 2.971, '0.9–3.0'], [0.14, 0.098, 0.49, '0.10–0.49'], [2.34, 2.33, 2.36, '2.33–2.36'],
    [115, 92.4, 152, '92–152'], [0, -0.01, 0.02, '-0.01 to 0.02'], [0.02, 0.01, 0.03, '0.01–0.03'], [NaN, 1, 2.5, '1.0–2.5'], [7e-6, 2e-6, 4.9e-5, '2e-6–4.9e-5'],
  ])('has a place for the second digit of the estimate %s', (estimate, low, high, text) => expect(intervalOf(estimate, low, high)).toBe(text));
});

describe('formatAge and formatCount', () => {
  it('counts whole units', () => {
    expect(formatAge(7_300_000)).toBe('2 h');
    expect(formatAge(4_900)).toBe('4 s');
    expect(formatAge(200)).toBe('0 s');
    expect(formatAge(-5)).toBe('0 s');
    expect(formatAge(3 * 86_400_000)).toBe('3 days');
  });

  it('agrees in number', () => {
    expect(formatCount(1, 'step')).toBe('1 step');
    expect(formatCount(5880, 'step')).toBe('5,880 steps');
    expect(formatCount(2, 'check point', 'check points')).toBe('2 check points');
  });
});

describe('listed', () => {
  it('joins as a sentence does', () => {
    expect(abridged(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
    expect(abridged(['a', 'b'], 2)).toBe('a, b');
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});
