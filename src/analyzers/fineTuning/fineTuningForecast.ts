import type { Candidate, FineTuningForecast, FineTuningPhase, ForecastMethod, ForecastPoint, ModelForecast, Transition } from '../../model/fineTuning';
import { say } from '../../model/say';
import { bestChances } from '../../numerics/forecast/bestChances';
import { calibratedReach, type CombinedForecast } from '../../numerics/forecast/combinedForecast';
import { forecastLosses, sizesNeeded } from '../../numerics/forecast/forecastLosses';
import { weightedQuantile } from '../../numerics/forecast/weightedQuantile';
import { samplingAdvice } from './fineTuningAdvice';
import { selectionBaselines } from './fineTuningBaselines';
import { forecastWarnings, rises } from './fineTuningWarnings';

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
  if (budget > full) return { error: say`The budget of ${budget} samples is larger than all the data (${full}): give a budget of at most that.` };
  const affordable = candidates.map((one) => upTo(one, budget));
  const enough = affordable.filter(({ sizes }) => sizes.length >= sizesNeeded[method]);
  const problem = problemOf(affordable, enough, question);
  if (problem !== undefined) return { error: problem };
  const forecasts = forecastLosses(method, enough, full);
  const unit = calibratedReach(enough) / normalReach;
  const finals = forecasts.map(({ at }) => at(full));
  const { chances, regret } = bestChances(finals.map(({ mean }) => mean), finals.map(({ deviation }) => unit * deviation));
  const models = enough.map((candidate, j) => describe(candidate, forecasts[j], { full, unit, chance: chances[j], rank: 1 + finals.filter(({ mean }) => mean < finals[j].mean).length }))
    .sort((a, b) => a.rank - b.rank);
  return {
    method, budget, full, models,
    omitted: affordable.filter((one) => !enough.includes(one)).map(({ name, sizes }) => ({ model: name, reason: say`${name} has ${sizes.length} of the ${sizesNeeded[method]} sizes up to ${budget} samples that ${methodName(method)} needs.` })),
    warnings: forecastWarnings(enough, question),
    advice: samplingAdvice(models, full, regret),
    baselines: selectionBaselines(enough, models, question, regret),
  };
}

/** Why nothing can be forecast, or undefined. */
function problemOf(affordable: readonly Candidate[], enough: readonly Candidate[], { method, budget }: ForecastQuestion): string | undefined {
  if (enough.length === 0) {
    const most = Math.max(0, ...affordable.map(({ sizes }) => sizes.length));
    return say`No model has losses at ${sizesNeeded[method]} sizes up to ${budget} samples, which ${methodName(method)} needs (the most is ${most}): raise the budget or measure more sizes.`;
  }
  if (!enough.every(rises)) return undefined;
  const [{ name, sizes, losses }] = enough;
  return say`The losses rise with more data (${name}: ${losses[0].toPrecision(4)} at ${sizes[0]} samples, ${losses[losses.length - 1].toPrecision(4)} at ${sizes[sizes.length - 1]}), which no law of fine-tuning foresees: check that the column holds losses rather than scores, and that every size was tested on the same data.`;
}

function methodName(method: ForecastMethod): string {
  switch (method) {
    case 'ats': return 'accept-then-stop';
    case 'rectified': return say`the rectified law`;
    case 'vanilla': return say`the vanilla law`;
    case 'plateau': return say`the combined forecast`;
  }
}

/** Deviations to either side that hold 95 % of a normal distribution. */
const normalReach = 1.96;

function upTo(candidate: Candidate, budget: number): Candidate {
  const count = candidate.sizes.filter((size) => size <= budget).length;
  return { ...candidate, sizes: candidate.sizes.slice(0, count), losses: candidate.losses.slice(0, count) };
}

interface Standing {
  readonly full: number;
  /** Deviations that count as one, by the test of the measured sizes. */
  readonly unit: number;
  readonly chance: number;
  readonly rank: number;
}

function describe(candidate: Candidate, { at, posterior }: CombinedForecast, { full, unit, chance, rank }: Standing): ModelForecast {
  const { name, sizes, losses, parameters } = candidate;
  const largest = sizes[sizes.length - 1];
  const transition = transitionOf(posterior, largest);
  const pointAt = (size: number): ForecastPoint => {
    const { mean, deviation } = at(size);
    const reach = normalReach * unit * deviation;
    return { size, loss: Math.exp(mean), low: Math.exp(mean - reach), high: Math.exp(mean + reach) };
  };
  const { loss: prediction, low, high } = pointAt(full);
  return {
    model: name, prediction, low, high, rank, probabilityBest: chance,
    phase: phaseOf(transition, largest), transition,
    measured: sizes.map((size, i) => ({ size, loss: losses[i] })),
    path: pathSizes(largest, full).map(pointAt),
    samples: sizes.reduce((sum, size) => sum + size, 0),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** Evenly spaced on a logarithmic axis, the full size last. */
function pathSizes(largest: number, full: number): readonly number[] {
  return Array.from({ length: pathPoints }, (_, i) => (i === pathPoints - 1 ? full : largest * (full / largest) ** (i / (pathPoints - 1))));
}

const pathPoints = 12;

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
