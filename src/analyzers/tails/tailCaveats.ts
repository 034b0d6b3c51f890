import { formatCount, formatNumber, formatPercent } from '../../model/format';
import { roundingStep } from '../../numerics/tails/roundingStep';
import { twoPopulations } from '../../numerics/tails/twoPopulations';
import { outlyingMaximum } from './outlyingMaximum';
import type { TailFitting } from './tailFitting';
import { fewestValues } from './usableValues';

/** One sentence for each thing that makes the fit of a power law doubtful or dangerous to use. */
export function tailCaveats(fitting: TailFitting): readonly string[] {
  return [fitting.leftOut, fewInTail(fitting), outlier(fitting), mixture(fitting), ties(fitting), infiniteMoments(fitting)].filter((caveat) => caveat !== undefined);
}

function fewInTail({ fit, values }: TailFitting): string | undefined {
  if (fit.n >= fewestValues) return undefined;
  return `Only ${formatCount(fit.n, 'value')} of ${values.length} lie in the tail: the exponent is hardly more than a guess.`;
}

function outlier({ values, support }: TailFitting): string | undefined {
  const found = outlyingMaximum(values, support);
  return found && `The largest value, ${formatNumber(found.value)}, is ${formatNumber(found.ratio)} times the next one, which the power law of the others allows with a probability of ${formatNumber(found.probability)}: a single outlier, look at it before any exponent.`;
}

function mixture({ values }: TailFitting): string | undefined {
  const boundary = twoPopulations(values);
  return boundary === undefined ? undefined
    : `The values are of two populations, parted near ${formatNumber(boundary)}: fit each by itself, for one exponent says nothing about both.`;
}

function ties({ values, support, fit }: TailFitting): string | undefined {
  const tail = values.filter((value) => value >= fit.xmin);
  const repeated = 1 - new Set(tail).size / tail.length;
  if (support === 'discrete' || repeated < manyTies) return undefined;
  const step = roundingStep(tail);
  if (step === undefined) return `${formatPercent(repeated)} of the tail repeats other values exactly, which continuous values do not.`;
  if (step === 1 && fit.xmin < coarse) return `The tail consists of whole numbers, of which ${formatPercent(repeated)} are ties: if they are counts, fit them as such (--discrete), for the exponent of a continuous law is wrong for them.`;
  return `The values are rounded to ${step}: the ties, ${formatPercent(repeated)} of the tail, are rounding${fit.xmin < coarse * step ? ', and too coarse for xmin' : ''}.`;
}

/** A tenth of ties is more than chance puts among values of 16 digits, and enough to move a Kolmogorov–Smirnov distance. */
const manyTies = 0.1;
/** Rounding changes a density by a share of about α²/24 over the square of x in steps: a thousandth at α = 5. */
const coarse = 30;

function infiniteMoments({ fit: { alpha, sigma } }: TailFitting): string | undefined {
  if (alpha - sigma <= 2) return `With an exponent ${alpha <= 2 ? 'of at most' : 'that may be'} 2 the mean is infinite: averages and thresholds taken from them follow the largest value.`;
  if (alpha - sigma <= 3) return `With an exponent ${alpha <= 3 ? 'of at most' : 'that may be'} 3 the variance is infinite: standard deviations and intervals taken from them mean nothing.`;
  return undefined;
}
