import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/model/table';
import { isTableMappings, mappingFor, withRoles } from '../../../src/model/tableMapping';

const table: Table = {
  path: '/w/results.csv', rows: 1,
  columns: ['Name', 'Size (B)', 'cloze', 'recall'].map((name) => ({ name, texts: ['1'], numbers: Float64Array.of(1) })),
};

describe('a mapping of columns', () => {
  it('is for the files that its pattern fits, the longest pattern first', () => {
    const of = (pattern: string) => ({ [pattern]: { loss: 'x' } });
    const fits = (pattern: string, path: string) => mappingFor(of(pattern), path) !== undefined;
    expect(fits('results.csv', '/w/a/results.csv')).toBe(true);
    expect(fits('a/*.csv', '/w/a/results.csv')).toBe(true);
    expect(fits('w/**/results.csv', '/w/a/b/results.csv')).toBe(true);
    expect(fits('w/**/results.csv', '/w/results.csv')).toBe(true);
    expect(fits('a/*.csv', '/w/a/b/results.csv')).toBe(false);
    expect(fits('sults.csv', '/w/results.csv')).toBe(false);
    expect(fits('re*t*.csv', '/w/results.csv')).toBe(true);
    expect(fits('re*r*.csv', '/w/results.csv')).toBe(false);
    expect(fits('', '/w/results.csv')).toBe(false);
    expect(mappingFor({ '*.csv': { loss: 'a' }, 'w/*.csv': { loss: 'b' } }, '/w/results.csv')).toEqual({ loss: 'b' });
  });

  it('gives roles to columns, several of them to scores', () => {
    const mapped = withRoles(table, { model: 'Name', parameters: 'size (b)', score: ['cloze', 'recall'] });
    expect('error' in mapped ? mapped.error : mapped.columns.map(({ role }) => role)).toEqual(['model', 'parameters', 'score', 'score']);
    expect(withRoles(table, { loss: 'final' })).toEqual({ error: 'The setting plateau.tables.columns names a column final for loss, which /w/results.csv does not have.' });
  });

  it('is told from anything else that stands in settings', () => {
    expect(isTableMappings({})).toBe(true);
    expect(isTableMappings({ '*.csv': { model: 'Name', score: ['a', 'b'] } })).toBe(true);
    for (const wrong of [null, [], 1, { '*.csv': 'model' }, { '*.csv': { colour: 'Name' } }, { '*.csv': { model: 1 } }]) expect(isTableMappings(wrong)).toBe(false);
  });
});
