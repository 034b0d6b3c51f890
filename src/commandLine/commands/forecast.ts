import { fineTuningCandidates } from '../../analyzers/fineTuning/fineTuningCandidates';
import { evaluateForecast } from '../../analyzers/fineTuning/fineTuningEvaluation';
import { fineTuningForecast, type ForecastQuestion } from '../../analyzers/fineTuning/fineTuningForecast';
import { loadTable } from '../../engine/loadTable';
import { forecastMethods, type Candidate, type FineTuningForecast, type ForecastEvaluation, type ForecastMethod, type SelectionBaseline } from '../../model/fineTuning';
import type { Command, Invocation, Outcome } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau forecast`: which model to fine-tune on all data. */
export const forecast: Command = {
  name: 'forecast',
  usage: 'TABLE  which model to fine-tune on all data, from losses on small parts of it',
  options: {
    budget: { value: 'SIZE', help: 'samples up to which losses are used' },
    full: { value: 'SIZE', help: 'samples of all data' },
    method: { value: 'NAME', help: `one of ${forecastMethods.join(', ')}; plateau by default` },
    evaluate: { help: 'against the losses at the full size in the table' },
    json: jsonOption,
  },
  problemOf: (invocation) => {
    const question = questionOf(invocation);
    return 'error' in question ? question.error : undefined;
  },
  run: async (invocation, { files }) => {
    const question = questionOf(invocation);
    if ('error' in question) return failed(question.error);
    const table = await loadTable(invocation.paths[0], files, invocation.settings['tables.columns']);
    if ('error' in table) return failed(table.error);
    const candidates = fineTuningCandidates(table);
    if ('error' in candidates) return failed(candidates.error);
    return answer(candidates, question, invocation.options);
  },
};

/** What is asked, or a sentence that says which word is missing. */
function questionOf({ options, paths }: Invocation): ForecastQuestion | { readonly error: string } {
  if (paths.length > 1) return { error: 'Name one table: plateau forecast TABLE --budget SIZE --full SIZE.' };
  const method = forecastMethods.find((one) => one === (options.get('method') ?? ('plateau' satisfies ForecastMethod)));
  if (!method) return { error: `There is no method ${options.get('method') ?? ''}: use one of ${forecastMethods.join(', ')}.` };
  const [budget, full] = ['budget', 'full'].map((name) => Number((options.get(name) ?? '').replace(/_/g, '') || NaN));
  if (!(budget > 0 && budget < Infinity)) return { error: 'Say up to how many samples losses may be used: --budget SIZE, a number above 0.' };
  if (!(full > 0 && full < Infinity)) return { error: 'Say how many samples all the data has: --full SIZE, a number above 0.' };
  return { method, budget, full };
}

function answer(candidates: readonly Candidate[], question: ForecastQuestion, options: Invocation['options']): Outcome {
  const report = fineTuningForecast(candidates, question);
  if ('error' in report) return failed(report.error);
  const evaluation = options.has('evaluate') ? evaluateForecast(report, candidates) : undefined;
  if (evaluation && 'error' in evaluation) return failed(evaluation.error);
  return { text: options.has('json') ? toJson({ ...report, evaluation }) : describe(report, evaluation), status: 0 };
}

function describe({ models, advice, baselines, full, omitted, warnings }: FineTuningForecast, evaluation: ForecastEvaluation | undefined): string {
  return [
    `Forecast of the loss at ${full} samples, best first`,
    ...models.map(({ rank, model, prediction, low, high, probabilityBest, phase }) =>
      `${String(rank).padStart(4)}  ${model}: ${prediction.toPrecision(4)} (${low.toPrecision(3)} to ${high.toPrecision(3)}), best with ${(100 * probabilityBest).toFixed(0)} %, ${phase}`),
    ...omitted.map(({ reason }) => `      ${reason}`),
    ...(warnings.length > 0 ? ['', ...warnings] : []),
    '',
    advice.sentence,
    ...baselines.map(({ name, picked, samples, loss, pareto }) => `  ${name}: ${picked}, loss ${loss.toPrecision(4)}, ${samples} samples${pareto ? '' : ', beaten by another way'}${accuracyOf(name, evaluation)}`),
    ...(evaluation ? ['', `Against the measured losses: correlation ${evaluation.PearCorr.toFixed(1)} %, relative accuracy ${evaluation.RelAcc.toFixed(1)} %, RMSE ${evaluation.RMSE.toFixed(3)}, ${evaluation.coverage.toFixed(0)} % within their interval`] : []),
  ].join('\n');
}

function accuracyOf(name: SelectionBaseline['name'], evaluation: ForecastEvaluation | undefined): string {
  const found = evaluation?.baselines.find((one) => one.name === name);
  return found ? `; relative accuracy ${found.RelAcc.toFixed(1)} %` : '';
}
