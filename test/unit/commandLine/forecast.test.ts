import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/commandLine/command';
import { forecast } from '../../../src/commandLine/commands/forecast';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { defaultSettings } from '../../../src/model/settings';

const around: Surroundings = {
  files: nodeFiles,
  now: 0,
  demandReadable: () => Promise.resolve(),
  pool: () => { throw new Error('no threads are needed'); },
  write: () => Promise.reject(new Error('nothing is to be written')),
};

function invocation(options: Readonly<Record<string, string>>, path = 'test/fixtures/fine-tuning/flan.csv') {
  return { paths: [path], options: new Map(Object.entries(options)), settings: defaultSettings };
}

describe('plateau forecast', () => {
  it('prints machine-readable forecasts with their evaluation', async () => {
    const { text, status } = await forecast.run(invocation({ budget: '204800', full: '1638400', method: 'ats', evaluate: '', json: '' }), around);
    const report = JSON.parse(text) as { models: unknown[]; evaluation: { PearCorr: number; RelAcc: number; RMSE: number } };
    expect(status).toBe(0);
    expect(report.models).toHaveLength(30);
    expect(report.models[0]).toMatchObject({ rank: 1, probabilityBest: expect.any(Number), prediction: expect.any(Number), low: expect.any(Number), high: expect.any(Number), transition: { size: expect.any(Number) } });
    expect(report.evaluation).toMatchObject({ PearCorr: expect.closeTo(90.9, 1), RelAcc: expect.closeTo(93.6, 1), RMSE: expect.closeTo(0.087, 3) });
  });

  it('prints the ranking and what to do next', async () => {
    const { text } = await forecast.run(invocation({ budget: '12800', full: '1638400' }), around);
    expect(text).toMatch(/^ +1 {2}facebook\/opt-2\.7b: /m);
    expect(text).toContain('models may still be the best; next, fine-tune');
  });

  it.each([
    [{ full: '1638400' }, '--budget SIZE'],
    [{ budget: '12800' }, '--full SIZE'],
    [{ budget: 'all', full: '1638400' }, '--budget SIZE'],
    [{ budget: '12800', full: '1638400', method: 'guess' }, 'There is no method guess'],
  ])('asks for what is missing in %j', (options, sentence) => {
    expect(forecast.problemOf?.(invocation(options as Readonly<Record<string, string>>))).toContain(sentence);
  });

  it.each([
    ['test/fixtures/fine-tuning/none.csv', '12800', '1638400', 'There is nothing at'],
    ['test/fixtures/csv/spectral.csv', '12800', '1638400', 'does not say what was fine-tuned'],
    ['test/fixtures/fine-tuning/flan.csv', '400', '1638400', 'No model has losses at 3 sizes'],
    ['test/fixtures/fine-tuning/flan.csv', '12800', '1600000', 'no loss at 1600000 samples'],
  ])('says what is wrong with %s at %s of %s', async (path, budget, full, sentence) => {
    expect(await forecast.run(invocation({ budget, full, evaluate: '' }, path), around)).toEqual({ status: 1, text: expect.stringContaining(sentence) });
  });
});
