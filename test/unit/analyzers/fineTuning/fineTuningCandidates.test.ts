import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fineTuningCandidates } from '../../../../src/analyzers/fineTuning/fineTuningCandidates';
import { delimitedTable } from '../../../../src/formats/tables/delimitedTable';
import type { Table } from '../../../../src/model/table';

function tableOf(text: string): Table {
  const table = delimitedTable('sizes.csv', text);
  if (!table) throw new Error('no table');
  return table;
}

describe('fineTuningCandidates', () => {
  it('reads a row per model with a column per size', () => {
    const found = fineTuningCandidates(tableOf(readFileSync('test/fixtures/fine-tuning/flan.csv', 'utf8')));
    expect(found).toHaveLength(30);
    expect('error' in found ? found : found[0]).toMatchObject({ name: 'MBZUAI/LaMini-GPT-124M', zeroShot: 4.891325951, parameters: 124440576 });
    expect('error' in found ? [] : found[0].sizes).toEqual(Array.from({ length: 14 }, (_, i) => 200 * 2 ** i));
  });

  it('reads a row per training, in any order', () => {
    const found = fineTuningCandidates(tableOf('model,size,loss,params\na,400,2,1e9\nb,200,3.5,2e9\na,200,3,1e9\na,0,4,1e9\n'));
    expect(found).toEqual([
      { name: 'a', sizes: [200, 400], losses: [3, 2], zeroShot: 4, parameters: 1e9 },
      { name: 'b', sizes: [200], losses: [3.5], zeroShot: undefined, parameters: 2e9 },
    ]);
  });

  it('takes an empty cell for a size that was not measured', () => {
    expect(fineTuningCandidates(tableOf('model,200,400,0.8k\na,3,,1\n'))).toMatchObject([{ sizes: [200, 800], losses: [3, 1] }]);
  });

  it.each([
    ['step,loss\n1,2\n', 'does not say what was fine-tuned on how much'],
    ['model,size,accuracy\na,200,0.4\n', 'it has model, size, accuracy'],
    ['model,200,400\na,3,-1\n', 'The loss of a at 400 samples is -1: losses must be numbers above 0'],
    ['model,200,400\na,3,nan\n', 'The loss of a at 400 samples is nan'],
    ['model,size,loss\na,200,3\na,200,2\n', 'There are two losses of a at 200 samples'],
    ['model,200,400\na,3,2\na,3,2\n', 'There are two losses of a at 200 samples'],
    ['model,size,loss\na,many,3\n', 'Row 1 (a) has no size'],
    ['model,200,400\n,3,2\n', 'Row 1 has no name of a model'],
    ['model,200,400\na,,\n', 'The table has no losses'],
  ])('says what is wrong with %j', (text, sentence) => {
    expect(fineTuningCandidates(tableOf(text))).toEqual({ error: expect.stringContaining(sentence) });
  });
});
