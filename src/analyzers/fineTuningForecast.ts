import type { Candidate, FineTuningForecast, FineTuningPhase, ForecastMethod, ModelForecast, Transition } from '../model/fineTuning';
import { bestChances } from '../numerics/forecast/bestChances';
import { calibratedReach, type CombinedForecast } from '../numerics/forecast/combinedForecast';
import { forecastLosses, sizesNeeded } from '../numerics/forecast/forecastLosses';
import { weightedQuantile } from '../numerics/forecast/weightedQuantile';
import { samplingAdvice } from './fineTuningAdvice';
import { selectionBaselines } from './fineTuningBaselines';

export interface ForecastQuestion {
  readonly method: ForecastMethod;
  /** Samples up to which losses may be used. */
  readonly budget: number;
  /** Samples of all data. */
  readonly full: number;
}

/**
 * Forecast of the loss of each candidate after fine-tuning on all data, from its losses up to the budget; larger sizes are not looked at.
 * A sentence where nothing can be forecast.
 */
export function fineTuningForecast(candidates: readonly Candidate[], question: ForecastQuestion): FineTuningForecast | { readonly error: string } {
  const { method, budget, full } = question;
  if (budget > full) return { error: `The budget of ${budget} samples is larger than all the data (${full}): give a --budget of at most --full.` };
  const affordable = candidates.map((one) => upTo(one, budget));
  const enough = affordable.filter(({ sizes }) => sizes.length >= sizesNeeded[method]);
  if (enough.length === 0) {
    const most = Math.max(...affordable.map(({ sizes }) => sizes.length));
    return { error: `No model has losses at ${sizesNeeded[method]} sizes up to ${budget} samples, which ${methodNames[method]} needs (the most is ${most}): raise --budget or measure more sizes.` };
  }
  const forecasts = forecastLosses(method, enough, full);
  const unit = calibratedReach(enough) / normalReach;
  const { chances, regret } = bestChances(forecasts.map(({ mean }) => mean), forecasts.map(({ deviation }) => unit * deviation));
  const models = enough.map((candidate, j) => describe(candidate, forecasts[j], unit, chances[j], forecasts)).sort((a, b) => a.rank - b.rank);
  return {
    method, budget, full, models,
    omitted: affordable.filter((one) => !enough.includes(one)).map(({ name, sizes }) => ({ model: name, reason: `${name} has ${sizes.length} of the ${sizesNeeded[method]} sizes up to ${budget} samples that ${methodNames[method]} needs.` })),
    advice: samplingAdvice(models, full, regret),
    baselines: selectionBaselines(enough, models, question, regret),
  };
}

const methodNames: Readonly<Record<ForecastMethod, string>> = { ats: 'accept-then-stop', rectified: 'the rectified law', vanilla: 'the vanilla law', plateau: 'the combined forecast' };

/** Deviations to either side that hold 95 % of a normal distribution. */
const normalReach = 1.96;

function upTo(candidate: Candidate, budget: number): Candidate {
  const count = candidate.sizes.filter((size) => size <= budget).length;
  return { ...candidate, sizes: candidate.sizes.slice(0, count), losses: candidate.losses.slice(0, count) };
}

function describe(candidate: Candidate, { mean, deviation, posterior }: CombinedForecast, unit: number, chance: number, all: readonly CombinedForecast[]): ModelForecast {
  const largest = candidate.sizes[candidate.sizes.length - 1];
  const transition = transitionOf(posterior, largest);
  const reach = normalReach * unit * deviation;
  return {
    model: candidate.name,
    prediction: Math.exp(mean), low: Math.exp(mean - reach), high: Math.exp(mean + reach),
    phase: phaseOf(transition, largest), transition,
    rank: 1 + all.filter((other) => other.mean < mean).length,
    probabilityBest: chance,
    measured: candidate.sizes.map((size, i) => ({ size, loss: candidate.losses[i] })),
  };
}

function transitionOf({ transitions, transitionWeights }: CombinedForecast['posterior'], largest: number): Transition {
  const at = (share: number): number => Math.exp(weightedQuantile(transitions, transitionWeights, share));
  const probabilityPassed = transitions.reduce((sum, x, i) => sum + (x <= Math.log(largest) ? transitionWeights[i] : 0), 0);
  return { size: at(0.5), low: at(0.05), high: at(0.95), passed: probabilityPassed > 0.5, probabilityPassed };
}

/** The bend is told from what comes before and after only where the interval of the transition lies on one side of the measured sizes. */
function phaseOf({ low, high }: Transition, largest: number): FineTuningPhase {
  if (low > largest) return 'pre-power';
  return high < largest ? 'power' : 'transition';
}
