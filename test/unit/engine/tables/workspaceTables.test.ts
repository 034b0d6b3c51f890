import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../src/engine/files';
import { WorkspaceTables } from '../../../../src/engine/tables/workspaceTables';
import type { TableMappings } from '../../../../src/model/tableMapping';

/** Files in memory that count how often and how far they are read. */
function filesOf(texts: Record<string, string>) {
  const read = new Map<string, number>();
  const bytesOf = (path: string) => new TextEncoder().encode(texts[path] ?? '');
  const files: Files = {
    list: () => Promise.resolve([]),
    kindOf: (path) => Promise.resolve(path in texts ? 'file' : undefined),
    source: (path) => ({
      path,
      stat: () => Promise.resolve(path in texts ? { size: bytesOf(path).length, modified: 1, identity: path } : undefined),
      read: (offset, length) => {
        read.set(path, (read.get(path) ?? 0) + length);
        return Promise.resolve(bytesOf(path).slice(offset, offset + length));
      },
    }),
  };
  return { files, read };
}

const harness = (model: string, piqa: number) => JSON.stringify({ results: { piqa: { 'acc,none': piqa } }, config: { model_args: `pretrained=${model}` } });
const texts: Record<string, string> = {
  '/w/models.csv': 'model,params,hellaswag\na,1e9,.4\n',
  '/w/run/metrics.csv': 'step,loss,lr\n1,3,.1\n2,2,.1\n',
  '/w/odd.csv': `wie,gross,gut\n${'a,1e9,.4\n'.repeat(3000)}`,
  '/w/data.json': '[{"text": "something"}]',
  '/w/evals/a/results_1.json': harness('a', 0.6),
  '/w/evals/b/results_1.json': harness('b', 0.7),
};
const at = { roots: ['/w'], paths: Object.keys(texts).sort() };

describe('WorkspaceTables', () => {
  it('finds tables of models and puts the results of evaluations together', async () => {
    const { tables, troubles } = await new WorkspaceTables(filesOf(texts).files).find(at, {});
    expect(troubles).toEqual([]);
    expect(tables.map(({ path, rows }) => [path, rows])).toEqual([['/w/models.csv', 1], ['/w', 2]]);
    expect(tables[1].columns.find(({ name }) => name === 'path')?.texts).toEqual(['/w/evals/a/results_1.json', '/w/evals/b/results_1.json']);
  });

  it('reads nothing twice, of strange files only the beginning, and no JSON that nobody named', async () => {
    const { files, read } = filesOf(texts);
    const tables = new WorkspaceTables(files);
    await tables.find(at, {});
    expect(read.get('/w/odd.csv')).toBe(16_384);
    expect(read.has('/w/data.json')).toBe(false);
    const before = new Map(read);
    await tables.find(at, {});
    expect(read).toEqual(before);
  });

  it('reads what a mapping names, and says what does not fit it', async () => {
    const tables = new WorkspaceTables(filesOf(texts).files);
    const mappings: TableMappings = { 'odd.csv': { model: 'wie', parameters: 'gross', score: 'gut' } };
    expect((await tables.find(at, mappings)).tables.map(({ path, rows }) => [path, rows])).toContainEqual(['/w/odd.csv', 3000]);
    const wrong = await tables.find(at, { 'odd.csv': { model: 'who' } });
    expect(wrong.troubles).toEqual([expect.stringContaining('names a column who for model')]);
    expect((await tables.find(at, {})).tables.map(({ path }) => path)).toEqual(['/w/models.csv', '/w']);
  });
});
