import { describe, expect, it } from 'vitest';
import { fineTuningForecast } from '../../../../src/analyzers/fineTuning/fineTuningForecast';
import { forecastWarnings } from '../../../../src/analyzers/fineTuning/fineTuningWarnings';
import type { Candidate } from '../../../../src/model/fineTuning';

const sizes = [200, 400, 800, 1600];
const falling = (name: string, more: Partial<Candidate> = {}): Candidate => ({ name, sizes, losses: [3, 2.8, 2.6, 2.4], ...more });
const rising: Candidate = { name: 'risen', sizes, losses: [2, 2.1, 2.2, 2.3] };
const question = { method: 'plateau', budget: 1600, full: 12_800 } as const;

describe('forecastWarnings', () => {
  it('says nothing of losses that fall', () => {
    expect(forecastWarnings([falling('a'), falling('b')], question)).toEqual([]);
  });

  it.each<[string, readonly Candidate[], string]>([
    ['a single model', [falling('a')], 'a is the only model with enough sizes'],
    ['a rising curve', [falling('a'), rising], 'The loss of risen rises with more data (2.000 at 200 samples, 2.300 at 1,600)'],
    ['fine-tuning that does harm', [falling('a', { zeroShot: 2.1 }), falling('b')], 'Fine-tuning has only made a worse so far (2.100 before, 2.400 at best)'],
    ['different tokenizers', [falling('a', { tokenizer: 'gpt2' }), falling('b', { tokenizer: 't5' })], 'different tokenizers (gpt2, t5)'],
  ])('says one sentence of %s', (_, candidates, sentence) => {
    expect(forecastWarnings(candidates, question)).toEqual([expect.stringContaining(sentence)]);
  });

  it('says how far the intervals were tested', () => {
    expect(forecastWarnings([falling('a'), falling('b')], { full: 1_600_000 })).toEqual([expect.stringContaining('1,000 times the largest measured size')]);
  });

  it('does not take the noise of a seed for a rise', () => {
    expect(forecastWarnings([falling('a'), { name: 'flat', sizes, losses: [2, 2.01, 1.995, 2.015] }], question)).toEqual([]);
  });
});

describe('a forecast', () => {
  it('is refused where all losses rise, for they may be scores', () => {
    expect(fineTuningForecast([rising, { ...rising, name: 'other' }], question)).toEqual({ error: expect.stringContaining('The losses rise with more data (risen: 2.000 at 200 samples, 2.300 at 1600)') });
  });

  it('of one model says that there is nothing to choose', () => {
    const report = fineTuningForecast([falling('alone')], question);
    expect(report).toMatchObject({ warnings: [expect.stringContaining('alone is the only model')], advice: { decided: true, sentence: expect.stringContaining('There is one model only, alone') } });
  });

  it('follows a path from the largest measured size to all data, wider and wider', () => {
    const report = fineTuningForecast([falling('a'), falling('b')], question);
    if ('error' in report) throw new Error(report.error);
    const [{ path, prediction, low, high }] = report.models;
    expect(path[0].size).toBe(1600);
    expect(path[path.length - 1]).toEqual({ size: 12_800, loss: prediction, low, high });
    const widths = path.map((point) => Math.log(point.high / point.low));
    expect([...widths].sort((x, y) => x - y)).toEqual(widths);
  });
});
