import type { PowerLawFit } from '../powerLaw';
import { cutoffTail } from './cutoffTail';
import { exponentialTail } from './exponentialTail';
import { scaledZeta } from './hurwitzZeta';
import { lognormalTail } from './lognormalTail';
import { stretchedExponentialTail } from './stretchedExponentialTail';
import type { TailLaw } from './tailLaw';
import { tailLaw } from './tailLaw';
import type { TailSample } from './tailSample';
import { tailSample } from './tailSample';
import type { Comparison } from './vuong';
import { nestedTest, vuongTest } from './vuong';

export type AlternativeName = 'exponential' | 'lognormal' | 'stretched exponential' | 'cutoff';

export interface TailAlternative extends Comparison, Omit<TailLaw, 'logDensity'> {
  readonly name: AlternativeName;
}

/** Other laws fitted to the tail of a power law, each compared with it at the same xmin: a ratio above 0 favours the power law. */
export function tailAlternatives(values: ArrayLike<number>, fit: PowerLawFit, support: 'continuous' | 'discrete'): readonly TailAlternative[] {
  const sample = tailSample(values, fit.xmin, support);
  const power = powerLawOn(sample, fit);
  const against = (name: AlternativeName, { parameters, logLikelihood, logDensity, atLimit }: TailLaw): TailAlternative =>
    ({ name, parameters, logLikelihood, atLimit, ...vuongTest(power.logDensity, logDensity, sample.times) });
  const { logDensity: _, ...cutoff } = cutoffTail(sample, fit.alpha);
  return [
    against('exponential', exponentialTail(sample)),
    against('lognormal', lognormalTail(sample)),
    against('stretched exponential', stretchedExponentialTail(sample)),
    { name: 'cutoff', ...cutoff, ...nestedTest(power.logLikelihood, cutoff.logLikelihood) },
  ];
}

function powerLawOn(sample: TailSample, { alpha, xmin }: PowerLawFit): TailLaw {
  const scale = sample.cells ? -Math.log(scaledZeta(alpha, xmin)) : Math.log((alpha - 1) / xmin);
  return tailLaw(sample, { alpha }, 0, (i) => scale - alpha * sample.logs[i]);
}
