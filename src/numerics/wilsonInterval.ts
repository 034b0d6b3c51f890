/** Interval of a probability of which `count` of `total` trials are known, so many standard deviations wide (Wilson 1927); [0, 1] without trials. */
export function wilsonInterval(count: number, total: number, deviations: number): { readonly low: number; readonly high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = count / total;
  const square = (deviations * deviations) / total;
  const centre = (share + square / 2) / (1 + square);
  const half = Math.sqrt(share * (1 - share) * square + (square * square) / 4) / (1 + square);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
