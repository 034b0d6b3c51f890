/**
 * Eigenvalues in descending order, with rounding errors below 0 taken for 0. NaN comes first, then infinity. Files hold them in this order,
 * so that usually nothing is sorted.
 */
export function descending(eigenvalues: ArrayLike<number>): Float64Array {
  const values = new Float64Array(eigenvalues.length);
  let isSorted = true;
  for (let i = 0; i < values.length; i++) {
    const value = eigenvalues[i];
    values[i] = value < 0 ? 0 : value;
    if (i > 0 && !(values[i] <= values[i - 1])) isSorted = false;
  }
  return isSorted ? values : values.sort().reverse();
}

/** The same, divided by their sum. */
export function descendingShares(eigenvalues: ArrayLike<number>): Float64Array {
  const values = descending(eigenvalues);
  let total = 0;
  for (const value of values) total += value;
  for (let i = 0; i < values.length; i++) values[i] /= total;
  return values;
}
