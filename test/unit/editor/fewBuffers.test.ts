import { describe, expect, it } from 'vitest';
import { fewBuffers } from '../../../src/editor/fewBuffers';

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `r${i}`, none: null, sparkline: Float64Array.of(i, NaN, -i), bytes: new Uint8Array([i % 256, 7, 9]) }));

describe('fewBuffers', () => {
  it('puts the columns of a thousand rows into one buffer and changes nothing else', () => {
    const message = { id: 3, result: rows(1000) };
    const sent = fewBuffers(message) as typeof message;
    expect(sent).toEqual(message);
    expect(new Set(sent.result.flatMap(({ sparkline, bytes }) => [sparkline.buffer, bytes.buffer])).size).toBe(1);
  });

  it('leaves a message with few columns as it is', () => {
    const message = { result: rows(10) };
    expect(fewBuffers(message)).toBe(message);
    expect(fewBuffers(null)).toBeNull();
    expect(fewBuffers('text')).toBe('text');
  });

  it('copies a column that is a part of a longer one', () => {
    const long = Float64Array.from({ length: 500 }, (_, i) => i);
    const parts = Array.from({ length: 250 }, (_, i) => long.subarray(i, i + 2));
    expect(fewBuffers(parts)).toEqual(parts);
  });
});
