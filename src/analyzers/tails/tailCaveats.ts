import { formatCount, formatNumber, formatPercent } from '../../model/format';
import { say } from '../../model/say';
import { roundingStep } from '../../numerics/tails/roundingStep';
import { twoPopulations } from '../../numerics/tails/twoPopulations';
import { outlyingMaximum } from './outlyingMaximum';
import type { TailFitting } from './tailFitting';
import { fewestValues } from './usableValues';

/** One sentence for each thing that makes the fit of a power law meaningless, and for each that makes it doubtful or dangerous to use. */
export interface TailCaveats {
  readonly fatal: readonly string[];
  readonly notes: readonly string[];
}

export function tailCaveats(fitting: TailFitting): TailCaveats {
  const populations = mixture(fitting);
  return {
    fatal: [counts(fitting), outlier(fitting), populations?.fatal].filter((caveat) => caveat !== undefined),
    notes: [fitting.leftOut, fewInTail(fitting), populations?.note, ties(fitting)].filter((caveat) => caveat !== undefined),
  };
}

function fewInTail({ fit, values }: TailFitting): string | undefined {
  if (fit.n >= fewestValues) return undefined;
  return say`Only ${formatCount(fit.n, 'value')} of ${values.length} lie in the tail: the exponent is hardly more than a guess.`;
}

function outlier({ values, support }: TailFitting): string | undefined {
  const found = outlyingMaximum(values, support);
  return found && say`The largest value, ${formatNumber(found.value)}, is ${formatNumber(found.ratio)} times the next one, which the power law of the others allows with a probability of ${formatNumber(found.probability)}: a single outlier, look at it before any exponent.`;
}

/** A tail that lies within the upper population is one of its own. */
function mixture({ values, fit }: TailFitting): { readonly fatal?: string; readonly note?: string } | undefined {
  const boundary = twoPopulations(values);
  if (boundary === undefined) return undefined;
  const populations = say`The values are of two populations, parted near ${formatNumber(boundary)}`;
  return fit.xmin >= boundary ? { note: say`${populations}: the tail is that of the upper one.` }
    : { fatal: say`${populations}: fit each by itself, for one exponent says nothing about both.` };
}

function counts(fitting: TailFitting): string | undefined {
  const { repeated, step } = tiesOf(fitting);
  return step === 1 && fitting.fit.xmin < coarse
    ? say`The tail consists of whole numbers, of which ${formatPercent(repeated)} are ties: if they are counts, fit them as such (--discrete), for the exponent of a continuous law is wrong for them.` : undefined;
}

/** The share of the tail that repeats other values, and the step to which it is rounded, where that matters. */
function tiesOf({ values, support, fit }: TailFitting): { readonly repeated: number; readonly step?: number } {
  const tail = values.filter((value) => value >= fit.xmin);
  const repeated = 1 - new Set(tail).size / tail.length;
  return support === 'discrete' || repeated < manyTies ? { repeated: 0 } : { repeated, step: roundingStep(tail) };
}

function ties(fitting: TailFitting): string | undefined {
  const { repeated, step } = tiesOf(fitting);
  if (repeated === 0 || counts(fitting) !== undefined) return undefined;
  if (step === undefined) return say`${formatPercent(repeated)} of the tail repeats other values exactly, which continuous values do not.`;
  return say`The values are rounded to ${step}: the ties, ${formatPercent(repeated)} of the tail, are rounding${fitting.fit.xmin < coarse * step ? say`, and too coarse for xmin` : ''}.`;
}

/** A tenth of ties is more than chance puts among values of 16 digits, and enough to move a Kolmogorov–Smirnov distance. */
const manyTies = 0.1;
/** Rounding changes a density by a share of about α²/24 over the square of x in steps: a thousandth at α = 5. */
const coarse = 30;

/** What follows for averages where the power law holds: some of its moments are infinite. */
export function infiniteMoments({ fit: { alpha, sigma } }: TailFitting): string | undefined {
  if (alpha - sigma <= 2) return say`With an exponent ${alpha <= 2 ? say`of at most` : say`that may be`} 2 the mean is infinite: averages and thresholds taken from them follow the largest value.`;
  if (alpha - sigma <= 3) return say`With an exponent ${alpha <= 3 ? say`of at most` : say`that may be`} 3 the variance is infinite: standard deviations and intervals taken from them mean nothing.`;
  return undefined;
}
