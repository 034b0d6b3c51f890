import { seededRandom } from '../random';

export interface BestChances {
  /** Chance of each to be the least; sum 1. */
  readonly chances: readonly number[];
  /** Expected difference between the number with the least mean and the least number. */
  readonly regret: number;
}

/**
 * Chance of each of several independent normal numbers to be the least, by drawing all of them many times; the same draws every time.
 */
export function bestChances(means: readonly number[], deviations: readonly number[]): BestChances {
  const random = seededRandom(1);
  const wins = means.map(() => 0);
  const favourite = means.indexOf(Math.min(...means));
  let regret = 0;
  for (let draw = 0; draw < draws; draw++) {
    const values = means.map((mean, j) => mean + deviations[j] * standardNormal(random));
    const least = Math.min(...values);
    wins[values.indexOf(least)]++;
    regret += values[favourite] - least;
  }
  return { chances: wins.map((count) => count / draws), regret: regret / draws };
}

const draws = 4000;

/** By Box and Muller. */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
