import { describe, expect, it } from 'vitest';
import { densityOverview } from '../../../../src/analyzers/density/densityOverview';
import type { DensityOverview, DensityQuestion } from '../../../../src/model/densityOverview';
import { defaultSettings } from '../../../../src/model/settings';
import type { Table } from '../../../../src/model/table';
import { baseName } from '../../../../src/model/source';
import type { RunFacts } from '../../../../src/analyzers/density/runFacts';
import { fixture, tableFrom } from '../scaling/tableFrom';

const overview = (tables: readonly Table[], question: Partial<DensityQuestion> = {}, runs: readonly RunFacts[] = []) =>
  densityOverview({ tables, runs, nameOf: baseName }, defaultSettings, { benchmark: null, reference: null, ...question });
const told = (...args: Parameters<typeof overview>): DensityOverview => {
  const answer = overview(...args);
  if ('error' in answer) throw new Error(answer.error);
  return answer;
};

describe('densityOverview', () => {
  it('chooses the benchmark that most models have a density on, and a reference that knows it', () => {
    const { benchmark, reference, references, models, benchmarks } = told([fixture('leaderboard.csv')]);
    expect([benchmark, reference.id, references.map(({ id }) => id)]).toEqual(['mmlu_pro', 'leaderboard', ['leaderboard']]);
    expect(models).toHaveLength(199);
    expect(benchmarks).toMatchObject([{ benchmark: 'mmlu_pro', reference: 'leaderboard', models: 199, densest: 'microsoft/phi-4' }]);
  }, 60_000);

  it('finds the published trend of the leaderboard, and how far each model is ahead', () => {
    const { trend, models } = told([fixture('leaderboard.csv')]);
    expect(trend?.A.value).toBeCloseTo(0.00602, 5);
    expect(trend?.doublingDays.value).toBeCloseTo(115.2, 1);
    expect(trend?.records).toHaveLength(14);
    const ahead = models.find(({ model }) => model === 'microsoft/phi-4');
    expect(ahead?.date).toBe('2024-12-11');
    expect(ahead?.monthsAhead).toBeCloseTo((Math.log(ahead?.density?.value ?? NaN) - (trend?.B ?? NaN) - 0.006017 * 656) / (0.006017 * 30.4375), 1);
  }, 60_000);

  it('knows that trend without a table of it, from the record setters', () => {
    const own = tableFrom('model,params,mmlu_pro,date\nmine,2e9,.3,2025-01-01');
    const { trend, models } = told([own]);
    expect(trend?.A.value).toBeCloseTo(0.00602, 5);
    expect(trend?.source).toContain('built in');
    expect(models[0].monthsAhead).toBeLessThan(0);
  }, 60_000);

  it('takes a sweep of the workspace as reference where it is asked to, or where nothing built in knows the benchmark', () => {
    const gadre = fixture('gadre.csv');
    const answer = told([gadre], { benchmark: 'hellaswag', reference: gadre.path });
    expect(answer.reference).toMatchObject({ id: gadre.path, name: baseName(gadre.path) });
    expect(answer.references.map(({ id }) => id)).toEqual(['gadre', gadre.path]);
    expect(told([gadre], { benchmark: 'hellaswag' }).reference.id).toBe('gadre');
  }, 60_000);

  it('takes sizes from the runs that the rows belong to', () => {
    const run = { id: '/w/run-1', name: 'run-1', folder: '/w/run-1', parameters: 3e8, tokens: 6e9 };
    const table = tableFrom('model,hellaswag\nout/run-1,.3\nother-1b,.35');
    const { models } = told([table], {}, [run]);
    expect(models.map(({ model, run: id, parameters, tokens }) => [model, id, parameters, tokens])).toEqual([['out/run-1', '/w/run-1', 3e8, 6e9]]);
  }, 60_000);

  it('says of which mixtures of experts the active parameters are not known, instead of guessing them', () => {
    const run = (name: string, active?: number): RunFacts => ({ id: `/w/${name}`, name, folder: `/w/${name}`, parameters: 7e9, active, mixture: true });
    const { notes, models } = told([tableFrom('model,hellaswag\nknown,.5\nunknown,.5')], {}, [run('known', 1.3e9), run('unknown')]);
    expect(models.map(({ model, active }) => [model, active])).toEqual([['known', 1.3e9], ['unknown', null]]);
    expect(notes).toContainEqual(expect.stringMatching(/not told of the mixtures of experts unknown, .*active_params/));
  }, 60_000);

  it('says in a sentence what is missing', () => {
    expect(overview([tableFrom('model,loss\na,1')])).toEqual({ error: 'No table of the workspace tells the scores of models on a benchmark.' });
    expect(overview([tableFrom('model,params,taste_acc\na,1e9,.5')])).toEqual({ error: expect.stringContaining('No reference knows taste') });
    expect(told([tableFrom('model,params,piqa\na,1e9,.7')]).trendProblem).toContain('add a column date');
  }, 60_000);
});
