import type { DatedDensity } from '../../model/densityOverview';
import type { DensityReference } from './densityReference';
import { dayOf } from './densityTrend';

/** The models of the Open LLM Leaderboard v2 that were denser on MMLU-PRO than all before them, so that a trend is known without a table. */
export function leaderboardRecords({ benchmarks }: DensityReference): readonly DatedDensity[] {
  const reference = benchmarks.find(({ benchmark }) => benchmark === 'mmlu_pro');
  if (!reference) return [];
  return records.map(([model, date, n, score]) => ({ model, date, day: dayOf(date), density: reference.effective(score, NaN).value / n }));
}

/** Name, date of upload, parameters, MMLU-PRO (raw), from felipemaiapolo/statistical-scaling-law (MIT). */
const records: readonly (readonly [model: string, date: string, n: number, score: number])[] = [
  ['google/flan-ul2', '2023-03-03', 19.46e9, 0.2493351063829787],
  ['meta-llama/Llama-2-70b-hf', '2023-07-11', 68.977e9, 0.3717586436170212],
  ['meta-llama/Llama-2-13b-hf', '2023-07-13', 13.016e9, 0.237782579787234],
  ['meta-llama/Llama-2-7b-hf', '2023-07-13', 6.738e9, 0.1860871010638297],
  ['microsoft/phi-1_5', '2023-09-10', 1.418e9, 0.1691323138297872],
  ['01-ai/Yi-6B', '2023-11-01', 6.061e9, 0.2991190159574468],
  ['01-ai/Yi-34B-200K', '2023-11-06', 34.389e9, 0.4534574468085106],
  ['microsoft/phi-2', '2023-12-13', 2.78e9, 0.2627992021276595],
  ['01-ai/Yi-1.5-9B', '2024-05-11', 8.829e9, 0.3916223404255319],
  ['Qwen/Qwen2-1.5B', '2024-05-31', 1.544e9, 0.2551529255319149],
  ['Qwen/Qwen2-0.5B', '2024-05-31', 0.494e9, 0.1719581117021276],
  ['Qwen/Qwen2-7B', '2024-06-04', 7.616e9, 0.4183011968085106],
  ['Qwen/Qwen2.5-14B', '2024-09-15', 14.77e9, 0.5248503989361702],
  ['microsoft/phi-4', '2024-12-11', 14.66e9, 0.5295046542553191],
];
