import { seededRandom } from '../../numerics/random';
import { cumulativeShare, type Carrier, type CumulativeShare } from './cumulativeShare';

/** A power k^gamma for a measured cumulative share. */
export interface ShareExponent {
  /** In [0, 1]: 1 where all carry alike, 0 where one carries everything. */
  readonly gamma: number;
  /** Root mean square and largest distance of the measured share from k^gamma. */
  readonly misfit: { readonly rms: number; readonly largest: number };
  /** Of each set of carriers drawn with replacement, ascending. */
  readonly draws: Float64Array;
}

/** Least squares of ln share on ln k through (1, 1). Undefined with fewer than 3 carriers or nothing carried. */
export function shareExponent(carriers: readonly Carrier[]): ShareExponent | undefined {
  if (carriers.length < fewest || !carriers.some(({ value }) => value > 0)) return undefined;
  const curve = cumulativeShare(carriers);
  const gamma = regress(curve);
  if (!Number.isFinite(gamma)) return undefined;
  return { gamma, misfit: misfitOf(curve, gamma), draws: bootstrap(carriers) };
}

const fewest = 3;
const sets = 400;

/** Points at which everything is reached say nothing about the way there. */
function regress({ k, share }: CumulativeShare): number {
  let [xx, xy] = [0, 0];
  for (let i = 0; i < k.length; i++) {
    if (!(k[i] < 1) || !(share[i] > 0)) continue;
    xx += Math.log(k[i]) ** 2;
    xy += Math.log(k[i]) * Math.log(share[i]);
  }
  return xy / xx;
}

function misfitOf({ k, share }: CumulativeShare, gamma: number) {
  const distances = Array.from(k, (at, i) => Math.abs(share[i] - at ** gamma));
  return { rms: Math.sqrt(distances.reduce((sum, distance) => sum + distance ** 2, 0) / distances.length), largest: Math.max(...distances) };
}

function bootstrap(carriers: readonly Carrier[]): Float64Array {
  const random = seededRandom(carriers.length);
  const drawn = Array.from({ length: sets }, () => {
    const set = carriers.map(() => carriers[Math.floor(random() * carriers.length)]);
    return set.some(({ value }) => value > 0) ? regress(cumulativeShare(set)) : NaN;
  });
  return Float64Array.from(drawn.filter(Number.isFinite)).sort();
}
