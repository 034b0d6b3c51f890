import { logScaledErfc } from './errorFunction';
import { fromSeveralStarts } from './fromSeveralStarts';
import type { TailLaw } from './tailLaw';
import type { LogSurvival } from './tailLaw';
import { roundedLogDensity, roundedMeanLogLikelihood, tailLaw } from './tailLaw';
import type { TailSample } from './tailSample';

/**
 * Lognormal law cut at xmin; on whole numbers the law rounded to them.
 *
 * With y = ln(x/origin) it is the exponential family e^(−a·y − b·y²), b > 0, whose likelihood has one maximum, and whose limit b → 0 is
 * the power law: there the search ends when the tail is no more curved than that.
 */
export function lognormalTail(sample: TailSample): TailLaw {
  const { at: [a, logB] } = fromSeveralStarts(([slope, logCurve]) => meanLogLikelihood(sample, slope, Math.exp(logCurve)), startsFor(sample), [0.5, 1]);
  const b = Math.exp(logB);
  const parameters = { mu: Math.log(sample.cells?.origin ?? sample.xmin) - a / (2 * b), sigma: 1 / Math.sqrt(2 * b) };
  return tailLaw(sample, parameters, (b * sample.meanSquaredLog) / (Math.abs(a) * sample.meanLog), logDensity(sample, a, b));
}

function startsFor({ meanLog, meanSquaredLog }: TailSample): readonly (readonly number[])[] {
  const variance = Math.max(meanSquaredLog - meanLog * meanLog, 1e-12);
  return [[1 / meanLog, Math.log(0.01 / meanSquaredLog)], [0, Math.log(0.5 / meanSquaredLog)], [-meanLog / variance, Math.log(0.5 / variance)]];
}

function meanLogLikelihood(sample: TailSample, a: number, b: number): number {
  if (sample.cells) return roundedMeanLogLikelihood(sample, sample.cells, logSurvival(a, b));
  return -a * sample.meanLog - b * sample.meanSquaredLog - logNormaliser(a, b);
}

function logDensity(sample: TailSample, a: number, b: number): (i: number) => number {
  const { cells, unique, logs } = sample;
  if (cells) return roundedLogDensity(cells, logSurvival(a, b));
  const scale = logNormaliser(a, b);
  return (i) => -Math.log(unique[i]) - a * logs[i] - b * logs[i] * logs[i] - scale;
}

/** ln ∫ e^(−a·y − b·y²) dy from 0 on. */
function logNormaliser(a: number, b: number): number {
  return logScaledErfc(a / (2 * Math.sqrt(b))) + Math.log(Math.sqrt(Math.PI / b) / 2);
}

function logSurvival(a: number, b: number): LogSurvival {
  const root = Math.sqrt(b);
  const start = a / (2 * root);
  const atStart = logScaledErfc(start);
  return (y) => -a * y - b * y * y + logScaledErfc(start + root * y) - atStart;
}
