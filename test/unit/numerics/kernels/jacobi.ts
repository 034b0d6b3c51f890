/** Squared singular values, descending, by one-sided Jacobi rotations: slow, simple, and of another kind than the kernels. */
export function squaredSingularValues(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const wide = rows <= columns;
  const vectors = Array.from({ length: Math.min(rows, columns) }, (_, i) =>
    Float64Array.from({ length: Math.max(rows, columns) }, (_, k) => values[wide ? i * columns + k : k * columns + i]));
  for (let sweep = 0, rotated = true; rotated && sweep < 60; sweep++) {
    rotated = false;
    for (let i = 0; i < vectors.length; i++) {
      for (let j = i + 1; j < vectors.length; j++) rotated = rotate(vectors[i], vectors[j]) || rotated;
    }
  }
  return Float64Array.from(vectors, (vector) => inner(vector, vector)).sort().reverse();
}

/** Makes two vectors orthogonal; false when they are already. */
function rotate(x: Float64Array, y: Float64Array): boolean {
  const xx = inner(x, x), yy = inner(y, y), xy = inner(x, y);
  if (Math.abs(xy) <= 1e-15 * Math.sqrt(xx * yy)) return false;
  const zeta = (yy - xx) / (2 * xy);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  for (let k = 0; k < x.length; k++) {
    const former = x[k];
    x[k] = cosine * (former - tangent * y[k]);
    y[k] = cosine * (tangent * former + y[k]);
  }
  return true;
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}
