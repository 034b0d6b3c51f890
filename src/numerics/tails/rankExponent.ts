import { meanOf } from '../meanOf';

/**
 * Exponent a of the rank-size law x(r) = C·r^−a: 1 over the slope of ln(r − 1/2) on ln x by least squares, which is free of the bias that
 * the plain rank has in small samples (Gabaix & Ibragimov, Journal of Business & Economic Statistics 29, 2011). Equal values share their
 * mean rank. NaN for fewer than two different positive values.
 */
export function rankExponent(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter((value) => value > 0 && value < Infinity).sort().reverse();
  const logs = sorted.map(Math.log);
  const ranks = meanRanks(sorted).map((rank) => Math.log(rank - 0.5));
  const [meanLog, meanRank] = [meanOf(logs), meanOf(ranks)];
  let both = 0;
  let square = 0;
  for (let i = 0; i < logs.length; i++) {
    both += (logs[i] - meanLog) * (ranks[i] - meanRank);
    square += (logs[i] - meanLog) ** 2;
  }
  return -square / both;
}

function meanRanks(sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    ranks.fill((from + 1 + to) / 2, from, to);
  }
  return ranks;
}
