import { describe, expect, it } from 'vitest';
import { fineTuningFindings } from '../../../../src/analyzers/fineTuning/fineTuningFindings';
import { fineTuningReport } from '../../../../src/analyzers/fineTuning/fineTuningReport';
import { fineTuningRuns, isSameModel } from '../../../../src/analyzers/fineTuning/fineTuningRuns';
import type { Run } from '../../../../src/model/run';
import { runWith } from '../runWith';

const sizes = [200, 400, 800, 1600, 3200];

/** A finished fine-tuning of a model on some samples, whose evaluation loss ends at `loss`. */
function training(model: string, size: number, loss: number, more: Partial<Run> = {}): Run {
  const id = `${model}-${size}-${loss}`;
  return runWith({ 'loss/eval': [[0, 5], [50, loss], [100, loss + 0.1]] }, {
    id, name: id, status: 'finished', hyperparameters: { model_name_or_path: model, max_train_samples: size, dataset_name: 'news' }, ...more,
  });
}

const strong = sizes.map((size) => training('strong', size, 2 * size ** -0.2));
const weak = sizes.map((size) => training('weak', size, 4 * size ** -0.05));

describe('fineTuningRuns', () => {
  it('takes the lowest evaluation loss of each model and size, and the loss before training', () => {
    const [{ dataset, candidates, trainings }] = fineTuningRuns([...strong, ...weak]);
    expect(dataset).toBe('news');
    expect(candidates.map(({ name, zeroShot }) => [name, zeroShot])).toEqual([['strong', 5], ['weak', 5]]);
    expect(candidates[0].sizes).toEqual(sizes);
    expect(candidates[0].losses).toEqual(sizes.map((size) => 2 * size ** -0.2));
    expect(trainings).toHaveLength(10);
  });

  it('keeps the best of several runs, and data sets apart', () => {
    const again = training('strong', 200, 0.5);
    const elsewhere = training('strong', 200, 0.1, { hyperparameters: { model_name_or_path: 'strong', max_train_samples: 200, dataset_name: 'mail' } });
    const groups = fineTuningRuns([...strong, again, elsewhere]);
    expect(groups.map(({ dataset, candidates }) => [dataset, candidates[0].losses[0]])).toEqual([['news', 0.5], ['mail', 0.1]]);
  });

  it('takes what the trainer counted before what it was asked for', () => {
    const counted = training('strong', 5000, 1, { hyperparameters: { model_name_or_path: 'strong', max_train_samples: 5000, num_examples: 3668 } });
    expect(fineTuningRuns([counted])[0].candidates[0].sizes).toEqual([3668]);
  });

  it('leaves out runs that have not ended, and those that do not say model or size', () => {
    const active = training('strong', 200, 1, { status: 'active' });
    const cut = training('strong', 200, 1, { status: 'dead', plan: { maxSteps: 1000 } });
    const nameless = training('strong', 200, 1, { hyperparameters: { max_train_samples: 200 } });
    const sizeless = training('strong', 200, 1, { hyperparameters: { model_name_or_path: 'strong' } });
    expect(fineTuningRuns([active, cut, nameless, sizeless])).toEqual([]);
    expect(fineTuningRuns([training('strong', 200, 1, { status: 'dead', plan: { maxSteps: 100 } })])).toHaveLength(1);
  });
});

describe('isSameModel', () => {
  it.each([['google/mt5-base', 'mt5-base', true], ['MT5-base/', 'google/mt5-base', true], ['mt5-base', 't5-base', false], ['', 't5-base', false]])('%s and %s: %s', (a, b, same) => {
    expect(isSameModel(a, b)).toBe(same);
  });
});

describe('fineTuningFindings', () => {
  const runs = [...strong, ...weak];
  const [{ candidates, trainings }] = fineTuningRuns(runs);
  const subject = { id: 'runs:news', name: 'news', origin: 'runs', models: 2, sizes } as const;
  const report = fineTuningReport(subject, candidates, { method: 'plateau', budget: 3200, full: 102_400 });

  it('says of the largest run of a beaten model that it cannot win', () => {
    expect(fineTuningFindings(report, trainings, runs)).toMatchObject([{
      rule: 'cannot-win', level: 'note', run: weak[4].id, since: 100,
      headline: expect.stringMatching(/^weak can no longer win: forecast \d\.\d+ \(\d\.\d+–\d\.\d+\) at 102,400 samples, rank 2 of 2\.$/),
      advice: [{ text: 'Spend nothing more on it: fine-tune strong on all data.' }],
    }]);
  });

  it('by a table warns of an active run of such a model', () => {
    const active = training('org/weak', 6400, 3, { status: 'active' });
    expect(fineTuningFindings(report, [], [...strong, active])).toMatchObject([{ rule: 'cannot-win', level: 'warning', run: active.id }]);
  });

  it('says nothing without a forecast', () => {
    expect(fineTuningFindings({ ...report, forecast: null }, trainings, runs)).toEqual([]);
  });
});
