import { dipStatistic } from './dipStatistic';

/**
 * Where positive values fall into two populations: the value that parts their logarithms best (Otsu 1979), where Hartigans' dip test
 * refuses a single mode at 1 in 1000. A power law, and everything it is compared with, has one mode. Undefined where there is one, or
 * where equal values, as in rounded ones, would pass for modes.
 */
export function twoPopulations(values: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(values).sort();
  if (new Set(sorted).size < sorted.length * mostlyUnique) return undefined;
  const logs = sorted.map(Math.log);
  return dipStatistic(logs) * Math.sqrt(logs.length) > critical ? sorted[bestSplit(logs)] : undefined;
}

const mostlyUnique = 0.9;
/** Quantile of √n·dip of uniform values, the least favourable of one mode, at 0.999; it hardly depends on n above 50. */
const critical = 0.72;

/** First index of the upper part, for the largest variance between the parts. */
function bestSplit(logs: Float64Array): number {
  const total = logs.reduce((sum, value) => sum + value, 0);
  let [best, most, sum] = [1, -1, 0];
  for (let i = 1; i < logs.length; i++) {
    sum += logs[i - 1];
    const between = i * (logs.length - i) * (sum / i - (total - sum) / (logs.length - i)) ** 2;
    if (between > most) [best, most] = [i, between];
  }
  return best;
}
