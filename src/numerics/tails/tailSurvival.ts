import { logScaledErfc } from './errorFunction';
import { logExponentialIntegral } from './exponentialIntegral';
import type { AlternativeName } from './tailAlternatives';

/** The share of a continuous tail that lies at or above x ≥ xmin; 1 at xmin. */
export type Survival = (x: number) => number;

/** The survival of a power law with the density exponent `alpha` above 1. */
export function powerLawSurvival(alpha: number, xmin: number): Survival {
  return (x) => (x / xmin) ** (1 - alpha);
}

/** The same of an alternative by the parameters of its fit. Undefined where they leave the range of numbers, which is near the power law. */
export function alternativeSurvival(name: AlternativeName, parameters: Readonly<Record<string, number>>, xmin: number): Survival | undefined {
  const logSurvival = logSurvivals[name](parameters);
  const atStart = logSurvival(xmin);
  return Number.isFinite(atStart) ? (x) => Math.exp(logSurvival(x) - atStart) : undefined;
}

/** ln of the survival function up to a constant. */
const logSurvivals: Readonly<Record<AlternativeName, (parameters: Readonly<Record<string, number>>) => Survival>> = {
  exponential: ({ lambda }) => (x) => -lambda * x,
  lognormal: ({ mu, sigma }) => (x) => logErfc((Math.log(x) - mu) / (sigma * Math.SQRT2)),
  'stretched exponential': ({ lambda, beta }) => (x) => -((lambda * x) ** beta),
  cutoff: ({ alpha, lambda }) => (x) => (1 - alpha) * Math.log(x) + logExponentialIntegral(alpha, lambda * x),
};

function logErfc(x: number): number {
  return logScaledErfc(x) - x * x;
}
