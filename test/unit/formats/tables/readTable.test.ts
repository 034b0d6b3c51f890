import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../../src/formats/tables/readTable';
import type { Table } from '../../../../src/model/table';
import { mulberry } from '../../random';

const read = (text: string, path = '/here/table.csv') => readTable(path, new TextEncoder().encode(text));

const bytesOf = (...texts: readonly string[]) => Uint8Array.from(texts.join(''), (sign) => sign.charCodeAt(0));

function cells(text: string, path?: string): Readonly<Record<string, readonly string[]>> {
  const table = read(text, path);
  if ('error' in table) throw new Error(table.error);
  return Object.fromEntries(table.columns.map(({ name, texts }) => [name, texts]));
}

const harness = JSON.stringify({
  results: { hellaswag: { alias: 'hellaswag', 'acc,none': 0.29, 'acc_stderr,none': 0.004 }, gsm8k: { 'exact_match,strict-match': 0.01 } },
  config: { model: 'hf', model_args: 'pretrained=openai-community/gpt2,dtype=float32', model_num_parameters: 124439808 },
});

describe('readTable', () => {
  it('reads CSV, TSV and semicolons, quotes with delimiters and line feeds, and numbers with units', () => {
    expect(cells('model,N\n"a, b",70M\n"c\nd",1.3B\n')).toEqual({ model: ['a, b', 'c\nd'], N: ['70M', '1.3B'] });
    const table = read('model\tN\ta\tb\nx\t1.3B\t1_000\t47.5 %\ny\t1,000,000\tnan\t-') as Table;
    expect(table.columns.map(({ numbers }) => [...numbers])).toEqual([[NaN, NaN], [1.3e9, 1e6], [1000, NaN], [47.5, NaN]]);
    expect(cells('\ufeffn;loss\r\n1;2\r\n\r\n3;4')).toEqual({ n: ['1', '3'], loss: ['2', '4'] });
  });

  it('refuses binary files in one sentence, whatever a line of them may look like', () => {
    const random = mulberry(3);
    const noise = Uint8Array.from({ length: 4000 }, () => 1 + Math.floor(random() * 255));
    const padded = new TextEncoder().encode('a,b\n1,2\n\u0000\u0000');
    for (const bytes of [noise, padded, Uint8Array.of(0x1f, 0x8b, 8, 0, 44, 10, 44, 10)]) expect(readTable('/x.csv', bytes)).toEqual({ error: expect.stringContaining('/x.csv is a binary file') });
    expect(readTable('/x.csv', bytesOf('model,note\none,caf\xe9 and some more words\n'))).toMatchObject({ rows: 1 });
    expect(readTable('/x.csv', bytesOf('\xff\xfe', ...[...'a,b\n1,2'].map((sign) => `${sign}\x00`)))).toMatchObject({ rows: 1 });
  });

  it('reads JSON by rows, by columns, as pandas splits it, and by lines', () => {
    const wanted = { n: ['1', '2'], loss: ['3', ''] };
    expect(cells('[{"n":1,"loss":3},{"n":2}]')).toEqual(wanted);
    expect(cells('{"n":[1,2],"loss":[3,null]}')).toEqual(wanted);
    expect(cells('{"n":{"0":1,"1":2},"loss":{"0":3,"1":null}}')).toEqual(wanted);
    expect(cells('{"columns":["n","loss"],"index":[0,1],"data":[[1,3],[2,null]]}')).toEqual(wanted);
    expect(cells('{"n":1,"loss":3}\n{"n":2}\n')).toEqual(wanted);
    expect(cells('{"rows":[{"n":1,"model":{"name":"x"}}]}')).toEqual({ n: ['1'], 'model.name': ['x'] });
  });

  it('reads the results of lm-evaluation-harness as a row with the model and its parameters', () => {
    expect(cells(harness)).toEqual({
      model: ['openai-community/gpt2'], parameters: ['124439808'], 'hellaswag acc': ['0.29'], 'hellaswag acc stderr': ['0.004'], 'gsm8k exact_match strict-match': ['0.01'],
    });
    expect(cells('{"results":{"piqa":{"acc":0.6,"acc_stderr":0.01}},"versions":{"piqa":0},"config":{"model":"gpt2"}}')).toEqual({ model: ['gpt2'], 'piqa acc': ['0.6'], 'piqa acc stderr': ['0.01'] });
  });

  it('reads what Transformers leaves behind, for the model of the folder', () => {
    const all = '{"epoch": 3.0, "eval_accuracy": 0.81, "eval_loss": 0.5, "eval_runtime": 2.1, "eval_samples_per_second": 300.1, "train_loss": 0.4}';
    expect(cells(all, '/runs/bert-mnli/all_results.json')).toEqual({ model: ['bert-mnli'], accuracy: ['0.81'], loss: ['0.5'] });
  });

  it('turns the summary of OpenCompass round', () => {
    const summary = 'dataset,version,metric,mode,qwen-7b,llama-7b\nhellaswag,6f4a,accuracy,ppl,71.2,-\ngsm8k,1d7f,accuracy,gen,51.0,16.5\n';
    expect(cells(summary)).toEqual({ model: ['qwen-7b', 'llama-7b'], 'hellaswag accuracy': ['71.2', ''], 'gsm8k accuracy': ['51.0', '16.5'] });
  });

  it.each(['', '{', '{}', '[]', 'nothing to see here', 'one\n1\n2', 'a,b'])('says that %j is no table', (text) => {
    expect(read(text)).toEqual({ error: expect.stringContaining('/here/table.csv is no table') });
  });

  it('survives every truncation and random corruption', () => {
    const csv = readFileSync('test/fixtures/scaling/chinchilla.csv').subarray(0, 400);
    const random = mulberry(11);
    for (const bytes of [csv, new TextEncoder().encode(harness)]) {
      for (let length = 0; length <= bytes.length; length++) wellFormed(readTable('t', bytes.subarray(0, length)));
      for (let round = 0; round < 300; round++) {
        const damaged = Uint8Array.from(bytes);
        for (let k = 0; k < 4; k++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
        wellFormed(readTable('t', damaged));
      }
    }
  });
});

function wellFormed(table: Table | { readonly error: string }): void {
  if ('error' in table) expect(table.error).toMatch(/\.$/);
  else for (const { texts, numbers } of table.columns) expect([texts.length, numbers.length]).toEqual([table.rows, table.rows]);
}
