import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fineTuningCandidates } from '../../../../src/analyzers/fineTuning/fineTuningCandidates';
import { evaluateForecast } from '../../../../src/analyzers/fineTuning/fineTuningEvaluation';
import { fineTuningForecast, type ForecastQuestion } from '../../../../src/analyzers/fineTuning/fineTuningForecast';
import { delimitedTable } from '../../../../src/formats/tables/delimitedTable';
import { forecastMethods, type Candidate, type FineTuningForecast } from '../../../../src/model/fineTuning';

function candidatesOf(name: string): readonly Candidate[] {
  const table = delimitedTable(name, readFileSync(`test/fixtures/fine-tuning/${name}.csv`, 'utf8'));
  const found = table ? fineTuningCandidates(table) : { error: 'no table' };
  if ('error' in found) throw new Error(found.error);
  return found;
}

function forecastOf(candidates: readonly Candidate[], question: Partial<ForecastQuestion> = {}): FineTuningForecast {
  const report = fineTuningForecast(candidates, { method: 'plateau', budget: 51_200, full: 1_638_400, ...question });
  if ('error' in report) throw new Error(report.error);
  return report;
}

const wmt19 = candidatesOf('wmt19');

describe('fineTuningForecast', () => {
  it('ranks every model once, with chances that sum to 1', () => {
    const { models } = forecastOf(wmt19);
    expect(models.map(({ rank }) => rank)).toEqual(models.map((_, i) => i + 1));
    expect(models.reduce((sum, { probabilityBest }) => sum + probabilityBest, 0)).toBeCloseTo(1, 10);
    for (const { low, prediction, high } of models) expect(low < prediction && prediction < high).toBe(true);
  });

  it('looks at nothing beyond the budget', () => {
    const blind = wmt19.map((one) => ({ ...one, losses: one.losses.map((loss, i) => (one.sizes[i] > 51_200 ? 9 : loss)) }));
    expect(forecastOf(blind)).toEqual(forecastOf(wmt19));
  });

  it.each(forecastMethods)('forecasts with %s better than by the last loss', (method) => {
    const report = forecastOf(wmt19, { method, budget: 204_800 });
    const found = evaluateForecast(report, wmt19);
    expect(found).toMatchObject({ models: 30, PearCorr: expect.any(Number) });
    expect('error' in found ? NaN : found.RMSE).toBeLessThan(0.25);
    expect('error' in found ? NaN : found.coverage).toBeGreaterThan(85);
  });

  it('tells where models stand: those in the power phase from those still bending', () => {
    const { models } = forecastOf(wmt19, { budget: 204_800 });
    const phaseOf = (name: string) => models.find(({ model }) => model === name);
    expect(phaseOf('gpt2-large')).toMatchObject({ phase: 'power', transition: { passed: true } });
    expect(phaseOf('facebook/opt-6.7b')?.phase).toBe('transition');
    const { models: early } = forecastOf(wmt19, { budget: 3200 });
    const passed = (of: typeof models): number => of.filter(({ transition }) => transition.passed).length;
    expect(passed(early)).toBeLessThan(passed(models));
  });

  it('leaves out a model with too few sizes and says so', () => {
    const short = { ...wmt19[0], sizes: wmt19[0].sizes.slice(0, 2), losses: wmt19[0].losses.slice(0, 2) };
    const { models, omitted } = forecastOf([short, ...wmt19.slice(1)]);
    expect(models).toHaveLength(29);
    expect(omitted).toEqual([{ model: short.name, reason: expect.stringContaining('has 2 of the 3 sizes') }]);
  });

  it.each<[Partial<ForecastQuestion>, string]>([
    [{ budget: 4e6 }, 'larger than all the data'],
    [{ budget: 400 }, 'No model has losses at 3 sizes up to 400 samples'],
    [{ budget: 1600, method: 'rectified' }, 'No model has losses at 5 sizes'],
  ])('says what is wrong with %j', (question, sentence) => {
    expect(fineTuningForecast(wmt19, { method: 'plateau', budget: 51_200, full: 1_638_400, ...question })).toEqual({ error: expect.stringContaining(sentence) });
  });
});

describe('what to train next', () => {
  it('is a contender at twice its size, and costs 2S − 200', () => {
    const { advice } = forecastOf(wmt19, { budget: 12_800 });
    expect(advice).toMatchObject({ decided: false, next: { size: 25_600, cost: 51_000 } });
    expect(advice.contenders).toContain(advice.next?.model);
    expect([...advice.contenders, ...advice.eliminated].sort()).toEqual(wmt19.map(({ name }) => name).sort());
  });

  it('is nothing when one model lies far below the others', () => {
    const [one, other] = wmt19.filter(({ name }) => ['t5-base', 'google/mt5-base'].includes(name));
    expect(forecastOf([one, other]).advice).toMatchObject({ decided: true, sentence: expect.stringContaining('fine-tune t5-base') });
  });

  it('is nothing when all were trained on all data', () => {
    expect(forecastOf(wmt19, { budget: 1_638_400 }).advice.next).toBeUndefined();
  });
});

describe('other ways to choose', () => {
  const { baselines } = forecastOf(wmt19);
  const way = (name: string) => baselines.find((one) => one.name === name);

  it('pick what their one fact says, at their cost', () => {
    expect(way('zero-shot')).toMatchObject({ picked: 'microsoft/phi-2', samples: 0, flops: 0 });
    expect(way('model size')).toMatchObject({ picked: 'facebook/opt-6.7b', samples: 0 });
    expect(way('sub-tuning')).toMatchObject({ picked: 't5-base', samples: 30 * 51_200 });
    expect(way('forecast')?.samples).toBe(30 * (2 * 51_200 - 200));
    expect(way('full tuning')?.samples).toBe(30 * 1_638_400);
  });

  it('are on the front only when no other is as cheap and as good', () => {
    for (const one of baselines.filter(({ pareto }) => !pareto)) {
      expect(baselines.some((other) => (other.flops ?? 0) <= (one.flops ?? 0) && other.loss <= one.loss && other !== one)).toBe(true);
    }
    expect(way('full tuning')?.pareto).toBe(true);
  });

  it('are left out where their facts are missing', () => {
    const bare = wmt19.map(({ name, sizes, losses }) => ({ name, sizes, losses }));
    expect(forecastOf(bare).baselines.map(({ name }) => name)).toEqual(['sub-tuning', 'forecast', 'full tuning']);
  });
});

describe('evaluateForecast', () => {
  it('rates what other ways pick by the measured losses', () => {
    const found = evaluateForecast(forecastOf(wmt19), wmt19);
    const rated = 'error' in found ? [] : found.baselines;
    const [best, worst, picked] = [0.56120938984, 2.079193213, 1.73819289];
    expect(rated.find(({ name }) => name === 'model size')?.RelAcc).toBeCloseTo((100 * (worst - picked)) / (worst - best), 6);
    expect(rated.find(({ name }) => name === 'full tuning')?.RelAcc).toBe(100);
    expect(rated.find(({ name }) => name === 'forecast')?.RelAcc).toBe('error' in found ? NaN : found.RelAcc);
  });

  it('says when the truth is not known', () => {
    expect(evaluateForecast(forecastOf(wmt19, { full: 3_276_800 }), wmt19)).toEqual({ error: expect.stringContaining('no loss at 3276800 samples for 30 of 30 models') });
  });
});
