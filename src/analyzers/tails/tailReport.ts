import { formatNumber, listed } from '../../model/format';
import { say } from '../../model/say';
import type { SeriesPreparation, TailComparison, TailGoodness, TailLawName, TailReport } from '../../model/tail';
import { rankExponent } from '../../numerics/tails/rankExponent';
import { infiniteMoments, tailCaveats } from './tailCaveats';
import type { TailFitting } from './tailFitting';
import { fewestValues } from './usableValues';

export interface TailEvidence {
  /** Without it the verdict says that the goodness of fit was not tested. */
  readonly goodness?: TailGoodness;
  readonly series?: SeriesPreparation;
}

/** What the fits say: is it a power law, is that the best description, and what is doubtful about it. */
export function tailReport(fitting: TailFitting, { goodness, series }: TailEvidence = {}): TailReport {
  const { fit, values } = fitting;
  const alternatives = fitting.alternatives.map(({ name, normalisedRatio, p, logLikelihood, parameters, atLimit }) => ({ name, ratio: normalisedRatio, p, logLikelihood, parameters, atLimit }));
  const { fatal, notes } = tailCaveats(fitting);
  const better = bestOf(alternatives.filter((one) => one.ratio < 0 && one.p < significance));
  const refused = goodness !== undefined && goodness.pValue <= significance;
  const isBelieved = fatal.length === 0 && !better && !refused && !isTooLittle(fitting);
  const moments = isBelieved ? infiniteMoments(fitting) : undefined;
  const caveats = [...fatal, ...(series ? [preparation(series)] : []), ...notes, ...(moments ? [moments] : [])];
  return {
    fit: {
      alpha: fit.alpha, xmin: fit.xmin, sigma: fit.sigma, ksDistance: fit.ksDistance, tail: fit.n, n: values.length, logLikelihood: fit.logLikelihood,
      rankExponent: rankExponent(values.filter((value) => value >= fit.xmin)),
      ...(goodness ? { pValue: goodness.pValue } : {}),
    },
    alternatives,
    best: fatal.length > 0 ? 'none' : (better?.name ?? (refused ? 'none' : 'power law')),
    verdict: [fatal.length > 0 ? meaningless() : verdict(fitting, alternatives, better, goodness), ...caveats].join(' '),
    caveats, goodness, series,
  };
}

/** A report on values that allow no fit. */
export function refusedTail(reason: string, series?: SeriesPreparation): TailReport {
  return { fit: null, alternatives: [], best: 'none', verdict: reason, caveats: [], ...(series ? { series } : {}) };
}

/** Clauset, Shalizi & Newman (2009) refuse a power law, and take a ratio to be one, at this probability. */
const significance = 0.1;

function meaningless(): string {
  return say`No exponent should be read from these values as they are.`;
}

function bestOf(candidates: readonly TailComparison[]): TailComparison | undefined {
  return candidates.reduce<TailComparison | undefined>((best, one) => (best && best.logLikelihood >= one.logLikelihood ? best : one), undefined);
}

function verdict(fitting: TailFitting, alternatives: readonly TailComparison[], better: TailComparison | undefined, goodness: TailGoodness | undefined): string {
  const { fit } = fitting;
  const law = say`a power law with density exponent ${formatNumber(fit.alpha)} ± ${formatNumber(fit.sigma)} above ${formatNumber(fit.xmin)}`;
  const tested = goodness ? say` (p = ${goodness.pValue.toFixed(2)} of ${goodness.sets} synthetic sets)` : '';
  if (goodness && goodness.pValue <= significance) return say`Not a power law${tested}; ${better ? say`${nameOf(better.name)} describes the tail better (${testOf(better)}).` : say`nor is any of the alternatives clearly better.`}`;
  if (better) return say`Not best described by ${law}${tested}: ${nameOf(better.name)} is better (${testOf(better)}).`;
  const equals = alternatives.filter((one) => one.p >= significance).map(({ name }) => nameOf(name));
  const untested = goodness ? '' : say`; the goodness of fit was not tested`;
  if (fit.n < fewestValues) return say`Undecided: the tail is too small to tell ${law}${tested} from other laws${untested}.`;
  if (spanOf(fitting) < leastSpan) return say`Undecided: the tail spans only a factor of ${formatNumber(spanOf(fitting))}, over which ${law}${tested} looks like many other laws${untested}.`;
  if (equals.length > 0) return say`Consistent with ${law}${tested}, but ${listed(equals)} cannot be told from it${untested}.`;
  return goodness ? say`Consistent with ${law}${tested}, which is better than all alternatives.` : say`Better described by ${law} than by any alternative${untested}.`;
}

/** Whether the tail has too few values, or spans too little, for any law to be told from the others. */
function isTooLittle(fitting: TailFitting): boolean {
  return fitting.fit.n < fewestValues || spanOf(fitting) < leastSpan;
}

function spanOf({ fit, values }: TailFitting): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0) / fit.xmin;
}

/** A power law is a law of scales: a tail that does not even double holds none. */
const leastSpan = 2;

function testOf({ name, ratio, p }: TailComparison): string {
  return `${name === 'cutoff' ? say`log-likelihood ratio` : say`Vuong's ratio`} ${formatNumber(ratio)}, p = ${p.toPrecision(2)}`;
}

function nameOf(name: TailLawName): string {
  return { 'power law': say`a power law`, exponential: say`an exponential`, lognormal: say`a lognormal`, 'stretched exponential': say`a stretched exponential`, cutoff: say`a power law with an exponential cutoff` }[name];
}

function preparation({ points, window, autocorrelationTime, stride, effectiveSize }: SeriesPreparation): string {
  return say`${points} points of the series, divided by their running median over ${window} and thinned to one in ${stride}, are worth ${Math.round(effectiveSize)} independent values (autocorrelation time ${formatNumber(autocorrelationTime)} points).`;
}
