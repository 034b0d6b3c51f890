import type { Candidate, ModelForecast, SelectionBaseline } from '../../model/fineTuning';

type Choice = Omit<SelectionBaseline, 'pareto' | 'loss'>;

/**
 * Ways to choose among the candidates beside the forecast, each with its cost, and which of them no other beats. A way whose facts are not
 * there for every candidate is left out. The loss of a pick at full size is the forecast one, for full tuning the expected least.
 * @param candidates with the sizes up to the budget
 * @param models best first
 * @param regret share of the loss that choosing the first is expected to give away
 */
export function selectionBaselines(candidates: readonly Candidate[], models: readonly ModelForecast[], { full }: { readonly full: number }, regret: number): readonly SelectionBaseline[] {
  const choices = [
    choice('zero-shot', candidates, ({ zeroShot }) => zeroShot, () => 0),
    choice('model size', candidates, ({ parameters }) => (parameters === undefined ? undefined : -parameters), () => 0),
    subTuning(candidates),
    choice('forecast', candidates, ({ name }) => models.find(({ model }) => model === name)?.rank, ({ sizes }) => sizes.reduce((sum, size) => sum + size, 0)),
    choice('full tuning', candidates, ({ name }) => models.find(({ model }) => model === name)?.rank, () => full),
  ].filter((one) => one !== undefined);
  const judged = choices.map((one) => ({ ...one, loss: lossOf(one, models, regret) }));
  return judged.map((one) => ({ ...one, pareto: !judged.some((other) => dominates(other, one)) }));
}

/** The candidate with the least score; undefined where one has none. */
function choice(name: SelectionBaseline['name'], candidates: readonly Candidate[], score: (one: Candidate) => number | undefined, samplesOf: (one: Candidate) => number): Choice | undefined {
  const scores = candidates.map(score).filter((one) => one !== undefined);
  if (scores.length < candidates.length) return undefined;
  return {
    name,
    picked: candidates[scores.indexOf(Math.min(...scores))].name,
    samples: candidates.reduce((sum, one) => sum + samplesOf(one), 0),
    flops: candidates.every(({ parameters }) => parameters !== undefined) ? candidates.reduce((sum, one) => sum + 6 * (one.parameters ?? 0) * samplesOf(one), 0) : undefined,
  };
}

/** One training of each candidate on the largest size that all have. */
function subTuning(candidates: readonly Candidate[]): Choice | undefined {
  const common = candidates[0].sizes.filter((size) => candidates.every(({ sizes }) => sizes.includes(size)));
  const largest = common[common.length - 1];
  return largest === undefined ? undefined : choice('sub-tuning', candidates, ({ sizes, losses }) => losses[sizes.indexOf(largest)], () => largest);
}

function lossOf({ name, picked }: Choice, models: readonly ModelForecast[], regret: number): number {
  const found = models.find(({ model }) => model === picked) ?? models[0];
  return name === 'full tuning' ? found.prediction * Math.exp(-regret) : found.prediction;
}

function dominates(other: Omit<SelectionBaseline, 'pareto'>, one: Omit<SelectionBaseline, 'pareto'>): boolean {
  const cost = (way: typeof one): number => way.flops ?? way.samples;
  return cost(other) <= cost(one) && other.loss <= one.loss && (cost(other) < cost(one) || other.loss < one.loss);
}
