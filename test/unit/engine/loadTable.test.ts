import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTable } from '../../../src/engine/loadTable';
import { nodeFiles } from '../../../src/engine/nodeFiles';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plateau-tables-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('evals/gpt2/results_2024-05-01T10-00-00.json', JSON.stringify({ results: { piqa: { 'acc,none': 0.62 } }, config: { model_args: 'pretrained=gpt2', model_num_parameters: 124e6 } }));
  write('evals/bert/all_results.json', '{"eval_accuracy": 0.8, "eval_loss": 0.5}');
  write('evals/bert/eval_results.json', '{"eval_accuracy": 0.8, "eval_loss": 0.5}');
  write('evals/broken/results.json', '{"results": {');
  write('evals/notes.txt', 'model,n\na,1');
  write('empty/readme.md', 'nothing');
});

afterAll(() => { rmSync(folder, { recursive: true }); });

describe('loadTable', () => {
  it('puts the results of a folder together, each once', async () => {
    const table = await loadTable(join(folder, 'evals'), nodeFiles);
    if ('error' in table) throw new Error(table.error);
    expect(Object.fromEntries(table.columns.map(({ name, texts }) => [name, texts]))).toEqual({
      model: ['bert', 'gpt2'], accuracy: ['0.8', ''], loss: ['0.5', ''], parameters: ['', '124000000'], 'piqa acc': ['', '0.62'],
    });
  });

  it('says what it looked for where there is nothing', async () => {
    expect(await loadTable(join(folder, 'gone.csv'), nodeFiles)).toEqual({ error: expect.stringContaining('There is nothing at') });
    expect(await loadTable(join(folder, 'empty'), nodeFiles)).toEqual({ error: expect.stringContaining('No results of evaluations were found') });
    expect(await loadTable(join(folder, 'empty/readme.md'), nodeFiles)).toEqual({ error: expect.stringContaining('is no table') });
  });
});
