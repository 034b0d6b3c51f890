import { fromSeveralStarts } from './fromSeveralStarts';
import type { TailLaw } from './tailLaw';
import type { LogSurvival } from './tailLaw';
import { roundedLogDensity, roundedMeanLogLikelihood, tailLaw } from './tailLaw';
import type { Cells, TailSample } from './tailSample';

/**
 * Stretched exponential (Weibull) law cut at xmin, survival ∝ e^(−(λx)^β); on whole numbers the law rounded to them.
 *
 * It is written with c = β·(λ·origin)^β as survival e^(−c·(u^β − 1)/β), u = x/origin: its limit β → 0 is the power law with c = α − 1,
 * and on a continuous tail the best c for each β has a closed form.
 */
export function stretchedExponentialTail(sample: TailSample): TailLaw {
  const { cells, xmin, logs } = sample;
  const [beta, c] = cells ? bestRounded(sample, cells) : bestContinuous(sample);
  const parameters = { lambda: Math.exp(Math.log(c / beta) / beta) / (cells?.origin ?? xmin), beta };
  if (cells) return tailLaw(sample, parameters, beta * sample.meanLog, roundedLogDensity(cells, logSurvival(beta, c)));
  const scale = Math.log(c / xmin);
  return tailLaw(sample, parameters, beta * sample.meanLog, (i) => scale + (beta - 1) * logs[i] - (c * Math.expm1(beta * logs[i])) / beta);
}

function bestContinuous(sample: TailSample): readonly [number, number] {
  const { at: [logBeta] } = fromSeveralStarts(([log]) => profile(sample, Math.exp(log)), starts.map((beta) => [Math.log(beta)]), [0.5]);
  const beta = Math.exp(logBeta);
  return [beta, 1 / meanStretch(sample, beta)];
}

const starts = [0.01, 0.1, 0.5, 1, 3];

/** Log-likelihood of ln(x/xmin) over the number of values at the best c, up to a constant. */
function profile(sample: TailSample, beta: number): number {
  return -Math.log(meanStretch(sample, beta)) + beta * sample.meanLog - 1;
}

/** Mean of (u^β − 1)/β. */
function meanStretch({ logs, times, n }: TailSample, beta: number): number {
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += times[i] * Math.expm1(beta * logs[i]);
  return sum / (n * beta);
}

function bestRounded(sample: TailSample, cells: Cells): readonly [number, number] {
  const first = starts.map((beta) => [Math.log(beta), -Math.log(meanStretch(sample, beta))]);
  const { at } = fromSeveralStarts(([logBeta, logC]) => roundedMeanLogLikelihood(sample, cells, logSurvival(Math.exp(logBeta), Math.exp(logC))), first, [0.5, 0.2]);
  return [Math.exp(at[0]), Math.exp(at[1])];
}

function logSurvival(beta: number, c: number): LogSurvival {
  return (log) => (-c * Math.expm1(beta * log)) / beta;
}
