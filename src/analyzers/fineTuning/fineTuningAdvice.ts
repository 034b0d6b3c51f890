import { formatStep } from '../../model/format';
import type { ModelForecast, SamplingAdvice } from '../../model/fineTuning';
import { say } from '../../model/say';

/**
 * Progressive sampling: sizes double, and only models that may still be the best are trained on. The next training is the one that says most
 * about the choice for its cost.
 * @param models best first
 * @param regret share of the loss that choosing the first now is expected to give away
 */
export function samplingAdvice(models: readonly ModelForecast[], full: number, regret: number): SamplingAdvice {
  const contenders = models.filter(({ rank, probabilityBest }) => rank === 1 || probabilityBest >= hopeless);
  const names = { regret, contenders: contenders.map(({ model }) => model), eliminated: models.filter((one) => !contenders.includes(one)).map(({ model }) => model) };
  const [leader] = models;
  const next = contenders.filter((one) => largestOf(one) < full).map((one) => ({ one, step: nextStep(one, full) }))
    .reduce<{ one: ModelForecast; step: ReturnType<typeof nextStep> } | undefined>((best, each) => (best && worth(best) >= worth(each) ? best : each), undefined);
  if (models.length === 1) return { decided: true, sentence: say`There is one model only, ${leader.model}, so there is nothing to choose: its loss on all data should be ${leader.prediction.toPrecision(4)} (95 %: ${leader.low.toPrecision(3)} to ${leader.high.toPrecision(3)}).`, ...names };
  if (leader.probabilityBest >= certain || regret <= negligible || contenders.length === 1 || !next) {
    return { decided: true, sentence: say`The choice is clear: fine-tune ${leader.model}. ${whyClear(leader, regret)}`, ...names };
  }
  const { size, cost } = next.step;
  return {
    decided: false,
    sentence: say`${contenders.length} of ${models.length} models may still be the best; next, fine-tune ${next.one.model} on ${formatStep(size)} samples.`,
    next: { model: next.one.model, size, cost },
    ...names,
  };
}

const hopeless = 0.01;
const certain = 0.95;
/** Another seed changes a loss by as much. */
const negligible = 0.005;

function whyClear({ probabilityBest }: ModelForecast, regret: number): string {
  return say`It is the best with ${(100 * probabilityBest).toFixed(0)} % probability, and choosing it is expected to give away ${(100 * regret).toFixed(1)} % of the loss.`;
}

function largestOf({ measured }: ModelForecast): number {
  return measured[measured.length - 1].size;
}

/** The doubled size, and all that was trained on by then: 2S − 200 where sizes doubled from 200. */
function nextStep(model: ModelForecast, full: number): { readonly size: number; readonly cost: number } {
  const size = Math.min(full, 2 * largestOf(model));
  return { size, cost: model.measured.reduce((sum, one) => sum + one.size, size) };
}

/** Variance of "is the best" that the training can resolve, in proportion to the width of the interval, per sample. */
function worth({ one, step }: { readonly one: ModelForecast; readonly step: { readonly size: number } }): number {
  const chance = one.probabilityBest;
  return (chance * (1 - chance) * Math.log(one.high / one.low)) / step.size;
}
