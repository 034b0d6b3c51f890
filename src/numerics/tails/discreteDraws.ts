import { scaledZeta } from './hurwitzZeta';

/** Draws whole numbers from the discrete power law from xmin on: from a table of its first probabilities, beyond as from a continuous law. */
export function discreteDraws(alpha: number, xmin: number): (random: () => number) => number {
  const survival = survivalTable(alpha, xmin);
  const far = xmin + tableSize - 0.5;
  const power = -1 / (alpha - 1);
  return (random) => {
    const u = 1 - random();
    const last = survival[tableSize];
    return u <= last ? Math.floor(far * (u / last) ** power + 0.5) : xmin + lastAtLeast(survival, u);
  };
}

/** Where a whole number is so large that its cell and that of the continuous law hold the same to eight digits. */
const tableSize = 4096;

/** P(X ≥ xmin + i). */
function survivalTable(alpha: number, xmin: number): Float64Array {
  const scale = 1 / scaledZeta(alpha, xmin);
  const survival = new Float64Array(tableSize + 1);
  survival[tableSize] = scaledZeta(alpha, xmin + tableSize) * ((xmin + tableSize) / xmin) ** -alpha * scale;
  for (let i = tableSize - 1; i >= 0; i--) survival[i] = survival[i + 1] + ((xmin + i) / xmin) ** -alpha * scale;
  return survival;
}

/** Largest index whose survival is at least u: P(X ≥ k) ≥ u holds up to the drawn k. */
function lastAtLeast(survival: Float64Array, u: number): number {
  let low = 0;
  let high = tableSize;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (survival[middle] >= u) low = middle;
    else high = middle;
  }
  return low;
}
