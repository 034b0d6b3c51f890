import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { fineTuningReport } from '../../../../src/analyzers/fineTuning/fineTuningReport';
import { Forecasts } from '../../../../src/engine/forecast/forecasts';
import { forecastLenses } from '../../../../src/engine/lenses/forecastFacts';
import { delimitedTable } from '../../../../src/formats/tables/delimitedTable';
import { defaultSettings, type Settings } from '../../../../src/model/settings';
import type { Table } from '../../../../src/model/table';

/** The losses of some models on FLAN up to 12,800 samples; the larger sizes are named, but not measured. */
function earlyTable(path: string, models = 6): Table {
  const lines = readFileSync('test/fixtures/fine-tuning/flan.csv', 'utf8').trim().split('\n');
  const [header, ...rows] = lines.slice(0, models + 1).map((line) => line.split(','));
  const cut = rows.map((cells) => cells.map((cell, i) => (Number(header[i]) > 12_800 ? '' : cell)));
  return tableOf(path, [header, ...cut].map((cells) => cells.join(',')).join('\n'));
}

function tableOf(path: string, text: string): Table {
  const table = delimitedTable(path, text);
  if (!table) throw new Error('no table');
  return table;
}

let tables: readonly Table[];
let settings: Settings;
let computed: number;
let forecasts: Forecasts;

beforeEach(() => {
  tables = [earlyTable('/workspace/tables/flan.csv')];
  settings = defaultSettings;
  computed = 0;
  forecasts = new Forecasts({
    roots: () => ['/workspace'], settings: () => settings, runs: () => [], tables: () => Promise.resolve(tables),
    compute: ({ subject, candidates, question }) => {
      computed++;
      return Promise.resolve(fineTuningReport(subject, candidates, question));
    },
  });
});

const asked = { subject: '/workspace/tables/flan.csv', method: null, budget: null, full: null } as const;

describe('Forecasts', () => {
  it('names the tables that tell losses by size, and those that are broken', async () => {
    const broken = tableOf('/workspace/broken.csv', 'model,200,400,800\na,3,none,2\n');
    const other = tableOf('/workspace/scores.csv', 'model,params,mmlu\na,100,0.5\n');
    tables = [...tables, broken, other];
    expect(await forecasts.handlers.forecastSubjects(null)).toEqual({
      subjects: [{ id: '/workspace/tables/flan.csv', name: 'tables/flan.csv', origin: 'table', models: 6, sizes: [200, 400, 800, 1600, 3200, 6400, 12_800] }],
      troubles: [expect.stringMatching(/^broken\.csv: The loss of a at 400 samples is none/)],
    });
  });

  it('asks for the largest size that is named, from all that was measured', async () => {
    expect(await forecasts.handlers.forecastReport(asked)).toMatchObject({ question: { method: 'plateau', budget: 12_800, full: 1_638_400 }, problem: null, forecast: { models: { length: 6 } } });
  });

  it('lets settings and the person say otherwise', async () => {
    settings = { ...settings, 'forecast.fullSize': 10_000, 'forecast.method': 'ats' };
    expect(await forecasts.handlers.forecastReport(asked)).toMatchObject({ question: { method: 'ats', budget: 10_000, full: 10_000 } });
    expect(await forecasts.handlers.forecastReport({ ...asked, method: 'vanilla', budget: 3200, full: 51_200 })).toMatchObject({ question: { method: 'vanilla', budget: 3200, full: 51_200 } });
  });

  it('works out a question once, until the table changes', async () => {
    await forecasts.reports();
    await forecasts.handlers.forecastReport(asked);
    expect(computed).toBe(1);
    tables = [earlyTable('/workspace/tables/flan.csv', 5)];
    await forecasts.reports();
    expect(computed).toBe(2);
  });

  it('refuses what is gone', async () => {
    expect(await forecasts.handlers.forecastReport({ ...asked, subject: '/workspace/gone.csv' })).toEqual({ error: expect.stringContaining('choose another table') });
  });
});

describe('forecastLenses', () => {
  const yaml = 'base_model: lamini-gpt-774m\nlearning_rate: 1e-4\nmax_train_samples: 3200\nmicro_batch_size: 2\nsequence_len: 2048\n';

  it('stand above the model and its samples, and open the forecast', async () => {
    const facts = forecastLenses('/workspace/axolotl.yaml', yaml, await forecasts.reports());
    expect(facts).toEqual([
      { line: 0, run: '', panel: 'forecast', subject: '/workspace/tables/flan.csv', text: expect.stringMatching(/^forecast at full data: \d\.\d\d \(\d\.\d\d–\d\.\d\d\), rank \d of 6, [\d.]+ % chance of being best · compare$/) },
      { line: 2, run: '', panel: 'forecast', subject: '/workspace/tables/flan.csv', text: expect.stringMatching(/^loss 3\.14 here, forecast \d\.\d\d \(\d\.\d\d–\d\.\d\d\) at 1,638,400 samples.* · show$/) },
    ]);
  });

  it('say nothing of other models, or without a forecast', async () => {
    expect(forecastLenses('/workspace/axolotl.yaml', yaml.replace('774m', '775m'), await forecasts.reports())).toEqual([]);
    expect(forecastLenses('/workspace/axolotl.yaml', yaml, [])).toEqual([]);
  });
});
