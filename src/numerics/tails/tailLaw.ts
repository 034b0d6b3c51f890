import type { Cells, TailSample } from './tailSample';

/** A law fitted to a tail by maximum likelihood. */
export interface TailLaw {
  readonly parameters: Readonly<Record<string, number>>;
  /** ln of the density, or of the probability of a whole number, at each unique value of the sample. */
  readonly logDensity: Float64Array;
  readonly logLikelihood: number;
  /** Whether the best of this law is the limit in which it is the power law: its parameters then mean nothing. */
  readonly atLimit: boolean;
}

/** A law by its log-density at each unique value; `departure` is how far from the power law it is, as a share of ln of the density. */
export function tailLaw({ unique, times }: TailSample, parameters: Readonly<Record<string, number>>, departure: number, logDensityAt: (i: number) => number): TailLaw {
  const logDensity = unique.map((_, i) => logDensityAt(i));
  return { parameters, logDensity, atLimit: departure < negligible, logLikelihood: logDensity.reduce((sum, value, i) => sum + times[i] * value, 0) };
}

/** Far below what any number of values could tell. */
const negligible = 1e-6;

/** A continuous law rounded to whole numbers, by ln of its survival function at ln(x/origin), the origin being that of the cells. */
export type LogSurvival = (log: number) => number;

/** ln of the probability of the i-th unique value under a rounded law. */
export function roundedLogDensity({ from, to }: Cells, logSurvival: LogSurvival): (i: number) => number {
  return (i) => {
    const start = logSurvival(from[i]);
    return start + Math.log(-Math.expm1(logSurvival(to[i]) - start));
  };
}

/** Log-likelihood over the number of values of a rounded law. */
export function roundedMeanLogLikelihood({ times, n }: TailSample, cells: Cells, logSurvival: LogSurvival): number {
  const logDensity = roundedLogDensity(cells, logSurvival);
  let sum = 0;
  for (let i = 0; i < times.length; i++) sum += times[i] * logDensity(i);
  return sum / n;
}
