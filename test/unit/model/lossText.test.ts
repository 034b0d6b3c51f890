import { describe, expect, it } from 'vitest';
import { intervalText, lossText } from '../../../src/model/lossText';

describe('lossText', () => {
  it.each([
    [{ prediction: 2.3149, low: 2.2351, high: 2.4 }, '2.31 (2.24–2.40)'],
    [{ prediction: 0.677, low: 0.5201, high: 0.893 }, '0.677 (0.520–0.893)'],
    [{ prediction: 131.2, low: 99.96, high: 171 }, '131.2 (100.0–171.0)'],
    [{ prediction: 1500, low: 1200, high: 1900 }, '1500 (1200–1900)'],
  ])('writes %j as %s', (loss, text) => {
    expect(lossText(loss)).toBe(text);
  });

  it('writes losses that are next to nothing without an end of decimals', () => {
    expect(intervalText(1e-12, 0.5)).toBe('0.0–0.5');
    expect(intervalText(1e-9, 3e-9)).toBe('1e-9–3e-9');
    expect(lossText({ prediction: 2e-9, low: 1e-9, high: 3e-9 })).toBe('2e-9 (1e-9–3e-9)');
  });
});
