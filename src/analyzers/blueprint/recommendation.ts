import type { Recommendation, Submodule, UpdateCost } from '../../model/blueprint';
import { formatNumber, formatPercent } from '../../model/format';
import { say } from '../../model/say';
import { cumulativeShare, type Carrier } from './cumulativeShare';
import { partialUpdate } from './partialUpdate';
import { shareExponent } from './shareExponent';

/** How much of a model to update at a cost; null where too few modules are measured or the cost has no fixed part. */
export function recommendation(submodules: readonly Submodule[], cost: UpdateCost): Recommendation | null {
  const carriers = carriersOf(submodules);
  const exponent = shareExponent(carriers);
  const best = exponent && partialUpdate(exponent.gamma, cost);
  if (!exponent || !best) return null;
  const gains = exponent.draws.map((gamma) => partialUpdate(gamma, cost)?.gain ?? 1).sort();
  const told = {
    kStar: best.kStar, gamma: exponent.gamma, gammaInterval: interval(exponent.draws), misfit: exponent.misfit,
    cost, gain: best.gain, gainInterval: interval(gains), fullTuningWins: best.kStar === 1, measured: measuredBest(carriers, cost),
  };
  return { ...told, sentence: sentenceOf(told), topSubmodules: upTo(best.kStar, submodules, carriers) };
}

/** Gradient energy by parameters, or by module where the size of one is unknown. */
export function carriersOf(submodules: readonly Submodule[]): readonly Carrier[] {
  const sized = submodules.every(({ parameters }) => parameters !== null);
  return submodules.map(({ gradNormMean, parameters }) => ({ value: gradNormMean ** 2, size: sized ? parameters ?? 1 : 1 }));
}

function measuredBest(carriers: readonly Carrier[], { fixed, perFraction }: UpdateCost): Recommendation['measured'] {
  const { k, share } = cumulativeShare(carriers);
  const gains = k.map((at, i) => (share[i] * (fixed + perFraction)) / (fixed + perFraction * at));
  const best = gains.reduce((most, gain, i) => (gain > gains[most] ? i : most), k.length - 1);
  return { kStar: k[best], gain: gains[best] };
}

/** Ends of the middle 95 % of sorted draws. */
function interval(draws: Float64Array): readonly [number, number] {
  const at = (probability: number) => draws[Math.min(draws.length - 1, Math.floor(probability * draws.length))];
  return [at(0.025), at(0.975)];
}

function sentenceOf({ kStar, gain, gainInterval, misfit, fullTuningWins, measured }: Omit<Recommendation, 'sentence' | 'topSubmodules'>): string {
  const doubt = misfit.largest > poorFit ? say` The share is no power of k (off by up to ${formatPercent(misfit.largest)}): the measured share is best at ${formatPercent(measured.kStar)}, with ${formatNumber(measured.gain)} times the gain per cost.` : '';
  if (fullTuningWins) return say`Full tuning wins: at this cost no part of the model gives more gain per cost.${doubt}`;
  const within = `${formatNumber(gainInterval[0])} to ${formatNumber(gainInterval[1])}`;
  return say`Updating the ${formatPercent(kStar)} that carry most gradient would give ${formatNumber(gain)} times the gain per cost of full tuning (95 %: ${within}) if gain goes with gradient energy.${doubt}`;
}

/** Distance of the share from its power law from which on k* is not to be relied on. */
const poorFit = 0.1;

/** Those that fit into the share; the first even where it is larger. */
function upTo(kStar: number, submodules: readonly Submodule[], carriers: readonly Carrier[]): readonly string[] {
  const { order, k } = cumulativeShare(carriers);
  return order.filter((_, i) => i === 0 || k[i] <= kStar + rounding).map((i) => submodules[i].name);
}

const rounding = 1e-12;
