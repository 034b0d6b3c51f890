import { PowerLawTail } from '../powerLawTail';
import { seededRandom } from '../random';
import type { ProgressListener } from '../kernels/progress';
import { DiscreteSearch } from './discretePowerLaw';
import { allReach } from './leastDistance';
import { discreteDraws } from './discreteDraws';

/** Some of the synthetic sets of a semi-parametric bootstrap. */
export interface TailBootstrap {
  /** All values to which the law was fitted, positive and finite. */
  readonly values: Float64Array;
  readonly support: 'continuous' | 'discrete';
  readonly alpha: number;
  readonly xmin: number;
  /** Distance of the fit from the values. */
  readonly ksDistance: number;
  readonly seed: number;
  /** Number of the first set; each is drawn from its own seed, so that they can be shared out in any way. */
  readonly first: number;
  readonly sets: number;
}

/**
 * How many synthetic sets fit no better than the values did (Clauset, Shalizi & Newman 2009, section 4.1): each has as many values, drawn
 * from the law with the probability of the tail and otherwise from the values below xmin, and is fitted anew with its own xmin. Only
 * whether its least distance reaches that of the values is asked, which a single better xmin settles.
 */
export function bootstrapExceeding(task: TailBootstrap, progress?: ProgressListener): number {
  const body = task.values.filter((value) => value < task.xmin);
  const law = drawsOf(task);
  let exceeding = 0;
  for (let i = 0; i < task.sets; i++) {
    if (fitsNoBetter(syntheticSet(task, body, law, seededRandom(task.seed + (task.first + i) * seedStride)), task)) exceeding++;
    progress?.((i + 1) / task.sets);
  }
  return exceeding;
}

/** An odd number with its bits spread evenly (2³² over the golden ratio): seeds of neighbours have nothing in common. */
const seedStride = 0x9e3779b1;

function syntheticSet({ values }: TailBootstrap, body: Float64Array, law: (random: () => number) => number, random: () => number): Float64Array {
  const below = body.length / values.length;
  return values.map(() => (random() < below ? body[Math.floor(random() * body.length)] : law(random)));
}

function drawsOf({ support, alpha, xmin }: TailBootstrap): (random: () => number) => number {
  if (support === 'discrete') return discreteDraws(alpha, xmin);
  const power = -1 / (alpha - 1);
  return (random) => xmin * (1 - random()) ** power;
}

function fitsNoBetter(values: Float64Array, { support, ksDistance }: TailBootstrap): boolean {
  if (support === 'discrete') {
    const search = new DiscreteSearch(values);
    return allReach((start, enough) => search.distance(start, enough), search.tail.length - 1, ksDistance);
  }
  const tail = new PowerLawTail(values);
  return allReach((start, enough) => tail.distance(start, tail.exponent(start), enough), tail.length - 1, ksDistance);
}
