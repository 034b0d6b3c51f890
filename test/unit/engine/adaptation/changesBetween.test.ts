import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../../../src/engine/adaptation/changesBetween';
import { applyChanges } from '../../../../src/model/textChange';
import { seededRandom } from '../../../../src/numerics/random';

describe('changesBetween', () => {
  it('leads from any text to any other', () => {
    const random = seededRandom(11);
    const text = () => Array.from({ length: Math.floor(random() * 9) }, () => 'abc'[Math.floor(random() * 3)]).join(random() < 0.5 ? '\n' : '\r\n') + (random() < 0.5 ? '\n' : '');
    for (let round = 0; round < 500; round++) {
      const [before, after] = [text(), text()];
      expect(applyChanges(before, changesBetween(before, after)), JSON.stringify([before, after])).toBe(after);
    }
  });

  it('touches only the lines that differ', () => {
    expect(changesBetween('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n')).toEqual([
      { line: 1, column: 0, endLine: 2, endColumn: 0, newText: 'B\n' },
      { line: 4, column: 0, endLine: 4, endColumn: 0, newText: 'e\n' },
    ]);
    expect(changesBetween('a\n', 'a\n')).toEqual([]);
  });
});
