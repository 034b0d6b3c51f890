import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/commandLine/commands/registry';
import type { Outcome } from '../../../src/commandLine/command';
import { parseArguments } from '../../../src/commandLine/parseArguments';
import { nodeFiles } from '../../../src/engine/nodeFiles';

async function run(...words: readonly string[]): Promise<Outcome> {
  const parsed = parseArguments(words, commands, (path) => path);
  if ('error' in parsed) return { text: parsed.error, status: 1 };
  return parsed.command.run(parsed, { files: nodeFiles, now: 0 } as never);
}

const fixture = (name: string): string => `test/fixtures/scaling/${name}`;

describe('plateau trend', () => {
  it('prints the trend as JSON', async () => {
    const { text, status } = await run('trend', fixture('leaderboard.csv'), '--json', '--date', 'Upload To Hub Date');
    expect(status).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ reference: { name: 'leaderboard' }, benchmark: 'mmlu_pro', used: 85, A: { value: expect.closeTo(0.00602, 5) }, records: { length: 14 } });
  });

  it('prints it for people, naming its reference', async () => {
    const { text } = await run('trend', fixture('leaderboard.csv'));
    expect(text).toContain('Reference leaderboard on mmlu_pro: Qwen2.5 base models');
    expect(text).toContain('Density doubles in 115.2 days');
    expect(text).toMatch(/2024-12-11 microsoft\/phi-4: 2\.2 months behind/);
  });
});

describe('plateau density', () => {
  it('prints densities with intervals, and null where there is none', async () => {
    const { text } = await run('density', fixture('gadre.csv'), '--json', '--reference', 'gadre', '--benchmark', 'hellaswag');
    const { reference, benchmarks: [{ models }] } = JSON.parse(text);
    expect(reference.name).toBe('gadre');
    expect(models[0]).toMatchObject({ row: 1, model: 'c4_original-d=96_l=8_h=4-0.25', n: 10569312, tokens: 52846560, status: 'out of range', density: null, reason: expect.stringContaining('not above') });
    const measured = models.find((model: { status: string; n: number }) => model.status === 'measured' && model.n > 1e8);
    expect(measured.density.low).toBeLessThan(measured.density.value);
    expect(measured.density.high).toBeGreaterThan(measured.density.value);
  }, 60_000);

  it('takes a sweep of the person\'s own as reference', async () => {
    const { text } = await run('density', fixture('leaderboard.csv'), '--reference', fixture('chinchilla.csv'));
    expect(text).toContain('The reference cannot be fitted. No column of test/fixtures/scaling/chinchilla.csv is known to hold scores');
  });
});

describe('what is wrong', () => {
  it.each([
    [['scaling', fixture('gone.csv')], 'There is nothing at'],
    [['scaling', fixture('chinchilla.csv'), '--law', 'kaplan'], 'There is no law kaplan; the laws are chinchilla, noE, overtraining, repeated.'],
    [['scaling', fixture('chinchilla.csv'), '--loss', 'perplexity'], 'There is no column perplexity'],
    [['scaling', fixture('chinchilla.csv'), '--law', 'repeated'], 'No row has more tokens than unique tokens'],
    [['scaling', fixture('chinchilla.csv'), '--set', 'scaling.dropHighest=240'], '5 rows are too few'],
    [['scaling', 'a', 'b'], 'Name one table'],
    [['scaling', 'test/fixtures/scaling'], 'No training run was recognised'],
    [['density', fixture('gadre.csv'), '--tokens', 'many'], '--tokens is a number of training tokens like 1e12, not "many".'],
    [['density', fixture('gadre.csv'), '--reference', 'nobody'], 'The references that are built in are gadre and leaderboard.'],
    [['density', fixture('gadre.csv'), '--benchmark', 'chess'], 'There is no benchmark chess'],
    [['trend', fixture('gadre.csv')], 'known to hold release dates'],
  ])('is said in one sentence for %j', async (words, sentence) => {
    const { text, status } = await run(...words);
    expect(status).toBe(1);
    expect(text).toContain(sentence);
  }, 30_000);
});
