import { describe, expect, it } from 'vitest';
import { singularValues } from '../../../../src/formats/statistics/singularValues';
import type { Source } from '../../../../src/model/source';

const file = (text: string): Source => {
  const bytes = new TextEncoder().encode(text);
  return { path: '/runs/stats.json', stat: async () => ({ size: bytes.length, modified: 1, identity: 'a' }), read: async (from, length) => bytes.slice(from, from + length) };
};
const text = JSON.stringify({ checkpoints: [{ step: 100, deltaW_BA: [{ layer: 0, sv: [3, 1] }] }, { step: 200, deltaW_BA: [{ layer: 0, sv: [3, 0] }, { layer: 1, sv: [0, 0] }] }] });

describe('singular values of checkpoints', () => {
  it('become the measures of every matrix by step', async () => {
    expect(singularValues.recognise('/runs/stats.json', new TextEncoder().encode(text))).toBe(2);
    const { records } = await singularValues.read(file(text));
    const column = (measure: string) => records.series.find(({ metric }) => metric === `spectrum/weight/${measure}/0.deltaW_BA`);
    expect([...column('hardRank')?.steps ?? []]).toEqual([100, 200]);
    expect(column('hardRank')?.values[0]).toBeCloseTo(100 / 82, 12);
    expect(column('effectiveRank')?.values[0]).toBeCloseTo(Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))), 12);
    expect(column('effectiveRank')?.values[1]).toBe(1);
    expect(records.skippedCount).toBe(1);
  });

  it('are read again only when the file has changed, and survive every truncation', async () => {
    const { cursor } = await singularValues.read(file(text));
    const again = await singularValues.read(file(text), cursor);
    expect(again.records.series).toEqual([]);
    for (let length = 0; length < text.length; length++) {
      const { records } = await singularValues.read(file(text.slice(0, length)));
      expect(records.skippedCount).toBeGreaterThan(0);
    }
  });

  it.each(['{"checkpoints": 3, "sv": [', '{"log_history": []}', 'step,loss'])('are not seen in %j', (other) => {
    expect(singularValues.recognise('/runs/stats.json', new TextEncoder().encode(other))).toBe(0);
  });
});
