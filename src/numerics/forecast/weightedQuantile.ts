/** Quantile of ascending values on an even grid, each standing for its cell, by their weights (sum 1); between neighbours by proportion. */
export function weightedQuantile(values: readonly number[], weights: readonly number[], share: number): number {
  const cell = values.length > 1 ? values[1] - values[0] : 0;
  let below = 0;
  for (let i = 0; i < values.length; i++) {
    if (below + weights[i] >= share) return values[i] + cell * ((share - below) / weights[i] - 0.5);
    below += weights[i];
  }
  return values[values.length - 1] + cell / 2;
}
