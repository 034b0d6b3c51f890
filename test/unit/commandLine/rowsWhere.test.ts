import { describe, expect, it } from 'vitest';
import { rowsWhere } from '../../../src/commandLine/rowsWhere';
import { tableFrom } from '../analyzers/scaling/tableFrom';

const table = tableFrom('train,N,score\nc4,1e7,.2\nc4,1e9,.5\nrpj,2e9,');
const kept = (text: string) => {
  const found = rowsWhere(table, text);
  return 'error' in found ? found.error : found.columns[1].texts;
};

describe('rowsWhere', () => {
  it('keeps the rows that meet all conditions', () => {
    expect(kept('train=c4')).toEqual(['1e7', '1e9']);
    expect(kept('train=c4, n > 1e8')).toEqual(['1e9']);
    expect(kept('N=10000000')).toEqual(['1e7']);
    expect(kept('train!=c4')).toEqual(['2e9']);
    expect(kept('score=')).toEqual(['2e9']);
    expect(kept('N<=1e9,N>=1e9')).toEqual(['1e9']);
    expect(rowsWhere(table, undefined)).toBe(table);
  });

  it('says what it cannot read', () => {
    expect(kept('train')).toContain('write a column, a sign and a value');
    expect(kept('size>3')).toBe('There is no column size in /here/table.csv; it has train, N, score.');
    expect(kept('N>many')).toContain('which is no number');
    expect(kept('train=pile')).toBe('No row of /here/table.csv meets --where train=pile: take a condition away, or compare with other values.');
  });
});
