import { describe, expect, test } from 'vitest';
import { widthTable, type WidthTable } from '../../../../src/formats/statistics/widthTable';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';

const published = new TextDecoder().decode(fixture('spectra/width_scaling_points.csv'));

function read(text: string): WidthTable {
  const table = widthTable(text);
  if (typeof table === 'string') throw new Error(table);
  return table;
}

const rowsOf = (text: string) => read(text).rows;

describe('widthTable', () => {
  test('joins the two ranks of a run of a long table', () => {
    const rows = rowsOf(published);
    expect(rows).toHaveLength(24);
    expect(rows[0]).toEqual({ group: 'AdamW · GPT2-160M', site: 'post', run: '160m_adamw_1x', width: 768, softRank: 430.83475823153265, hardRank: 211.17000000000002 });
    expect(new Set(rows.map(({ group }) => group))).toEqual(new Set(['AdamW · GPT2-160M', 'Dion (1/2) · GPT2-160M', 'NorMuon · GPT2-160M']));
  });

  test('reads wide tables', () => {
    expect(rowsOf('width\tsoft_rank\thard_rank\n768\t431\t211\n1536\t685\t\n')).toEqual([
      { group: '', site: 'post', run: 'row 2', width: 768, softRank: 431, hardRank: 211 },
      { group: '', site: 'post', run: 'row 3', width: 1536, softRank: 685, hardRank: NaN },
    ]);
    expect(rowsOf('name,intermediate_size,optimizer,site,softRank\na,768,muon,pre,431')).toEqual([
      { group: 'muon', site: 'pre', run: 'a', width: 768, softRank: 431, hardRank: NaN },
    ]);
  });

  test('keeps apart what is told apart, and rows that are there twice', () => {
    const rows = rowsOf('run,width,metric,value,bucket\na,768,soft_rank,4,HEAD\na,768,soft_rank,5,TAIL\na,768,soft_rank,6,TAIL\n');
    expect(rows.map(({ group, softRank }) => [group, softRank])).toEqual([['HEAD', 4], ['TAIL', 5], ['TAIL', 6]]);
  });

  test('says which rows it leaves out', () => {
    expect(read(published).troubles).toEqual([]);
    const wide = read('width,soft_rank,hard_rank\n768,431,211\n,400,200\n1536,n/a,270\n\n-3,4,2\n2304,,\n3072,900,\n');
    expect(wide.rows.map(({ width }) => width)).toEqual([768, 3072]);
    expect(wide.troubles).toEqual(['4 rows left out, for the width or a rank in it is no number above 0: lines 3, 4, 6, 7 of the table.']);
    const long = read('width,metric,value\n768,soft_rank,431\n768,concentration,-1\n768,hard_rank,\n');
    expect(long.troubles).toEqual(['1 row left out, for the width or a rank in it is no number above 0: line 4 of the table.']);
  });

  test('says what is missing', () => {
    expect(widthTable('step,loss\n1,2\n')).toBe('The table has no column of widths: name it width, ffn_hidden_dim or intermediate_size.');
    expect(widthTable('width,loss\n1,2\n')).toBe('The table has no ranks: it needs the columns soft_rank and hard_rank, or metric and value.');
    expect(widthTable('width,soft_rank\n768,\n')).toBe('The table has the columns of widths and ranks, but no row with both.');
    expect(widthTable('')).toContain('no column of widths');
  });

  test('survives corruption', () => {
    const bytes = new TextEncoder().encode(published.slice(0, 3000));
    for (let seed = 0; seed < 2000; seed++) widthTable(new TextDecoder().decode(corrupted(bytes, seed)));
  });
});
