import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/commandLine/command';
import { commands } from '../../../src/commandLine/commands/registry';
import { parseArguments } from '../../../src/commandLine/parseArguments';
import { kernelTasks } from '../../../src/engine/kernelTasks';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { powerLawQuantiles } from '../numerics/tails/quantiles';

const folder = mkdtempSync(join(tmpdir(), 'plateau-tail-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A pool that does its tasks at once. */
const pool = { size: 2, run: async (name: keyof typeof kernelTasks, argument: never) => kernelTasks[name](argument) };

async function run(...words: readonly string[]): Promise<Outcome> {
  const parsed = parseArguments(words, commands, (path) => path);
  if ('error' in parsed) return { text: parsed.error, status: 1 };
  return parsed.command.run(parsed, { files: nodeFiles, now: 0, pool: () => pool } as never);
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const numbers = [...powerLawQuantiles(2.5, 300)];

describe('plateau tail', () => {
  it('prints fit, alternatives and verdict as JSON', async () => {
    const { text, status } = await run('tail', write('numbers.txt', numbers.join('\n')), '--json', '--bootstrap', '60');
    expect(status).toBe(0);
    const report = JSON.parse(text);
    expect(report.fit).toMatchObject({ alpha: expect.closeTo(2.5, 1), n: 300, rankExponent: expect.closeTo(2 / 3, 1), pValue: expect.any(Number) });
    expect(Object.keys(report.fit)).toEqual(['alpha', 'xmin', 'sigma', 'ksDistance', 'tail', 'n', 'logLikelihood', 'rankExponent', 'pValue']);
    expect(report.alternatives.map(({ name }: { name: string }) => name)).toEqual(['exponential', 'lognormal', 'stretched exponential', 'cutoff']);
    expect(report).toMatchObject({ best: 'power law', verdict: expect.stringContaining('a power law'), goodness: { sets: 60 } });
    expect(report.fit.pValue).toBeGreaterThan(0.1);
  });

  it('gives the same p-value every time, and an early one without a number of sets', async () => {
    const path = write('again.txt', numbers.join('\n'));
    const [first, second] = [await run('tail', path, '--json'), await run('tail', path, '--json')];
    expect(first).toEqual(second);
    expect(JSON.parse(first.text).goodness.sets).toBeLessThan(1000);
    expect(JSON.parse((await run('tail', path, '--json', '--bootstrap', '0')).text).goodness).toBeUndefined();
  });

  it('reads counts, a column of a table, and a metric of a log', async () => {
    const counts = numbers.map((value) => Math.round(value * 3));
    expect(JSON.parse((await run('tail', write('counts.txt', counts.join('\n')), '--json', '--discrete', '--bootstrap', '0')).text).fit.n).toBe(300);
    const table = write('table.csv', ['name,size,other', ...numbers.map((value, i) => `n${i},${value},${i}`)].join('\n'));
    expect(JSON.parse((await run('tail', table, '--json', '--column', 'size', '--bootstrap', '0')).text).fit.alpha).toBeCloseTo(2.5, 1);
    const shuffled = numbers.map((_, i) => numbers[(i * 7) % 300]);
    const log = write('log.csv', ['step,loss,grad_norm', ...shuffled.map((value, i) => `${i},${3 - i / 300},${value}`)].join('\n'));
    const { series, label } = JSON.parse((await run('tail', log, '--json', '--bootstrap', '0')).text);
    expect(label).toContain('grad_norm');
    expect(series.points).toBe(300);
  });

  it('reads the gradients in the optimizer state of a checkpoint', async () => {
    const { text, status } = await run('tail', 'test/fixtures/checkpoints/torch/ckpt.pt', '--bootstrap', '0');
    expect([status, text.split('\n')[0]]).toEqual([0, expect.stringMatching(/^gradients of /)]);
  });

  it.each([
    [['tail', write('few.txt', '1\n2\n3')], 'With 3 usable values no power law can be told'],
    [['tail', write('few.txt', '1\n2\n3'), '--json'], 'With 3 usable values no power law can be told'],
    [['tail', join(folder, 'gone.txt')], 'There is nothing at'],
    [['tail', 'a', 'b'], 'Name one place'],
    [['tail', 'a', '--bootstrap', 'many'], '--bootstrap is a number of synthetic sets like 2500, not "many".'],
    [['tail', write('wide.csv', 'a,b\n1,2\n3,4')], 'has 2 columns of numbers: name one with --column (a, b).'],
    [['tail', write('wide.csv', 'a,b\n1,2\n3,4'), '--column', 'c'], 'There is no column c'],
    [['tail', write('words.csv', 'a,b\nx,y\nz,y')], 'has no column of numbers: its columns are a, b.'],
    [['tail', write('mixed.csv', 'a,b,c\n1,x,2\n3,y,4')], 'name one with --column (a, c).'],
    [['tail', 'test/fixtures/text-logs/llmc-main.log', '--column', 'nope'], 'The log has no nope: name a metric with --column (loss/eval, loss/train, learning_rate, grad_norm)'],
    [['tail', write('prose.txt', 'once\nupon\na time')], 'holds no values that Plateau can read'],
  ])('says what is wrong with %j', async (words, sentence) => {
    const { text, status } = await run(...words);
    expect(status).toBe(1);
    expect(text).toContain(sentence);
  });
});
