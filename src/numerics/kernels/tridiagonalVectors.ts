import type { Tridiagonal } from './lanczos';

export interface TridiagonalVectors {
  /** In no order. */
  readonly eigenvalues: Float64Array;
  /** For each of the rows asked for, the components in this row of all eigenvectors. */
  readonly components: readonly Float64Array[];
}

const mostSweepsPerEigenvalue = 60;

/**
 * Eigenvalues of a symmetric tridiagonal matrix and some rows of its matrix of eigenvectors, by implicit QL iterations (EISPACK's imtql2)
 * that carry only these rows along.
 */
export function tridiagonalVectors({ diagonal, offDiagonal }: Tridiagonal, rows: readonly number[]): TridiagonalVectors {
  const size = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from({ length: size }, (_, k) => k < size - 1 ? offDiagonal[k] : 0);
  const components = rows.map((row) => Float64Array.from({ length: size }, (_, k) => k === row ? 1 : 0));
  for (let row = 0; row < size; row++) {
    for (let sweeps = 0, end = endOfStretch(d, e, row); end > row; end = endOfStretch(d, e, row)) {
      if (++sweeps > mostSweepsPerEigenvalue) throw new Error('The eigenvalues of a Lanczos recurrence did not converge.');
      sweep({ d, e, components }, row, end);
    }
  }
  return { eigenvalues: d, components };
}

interface Work {
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly components: readonly Float64Array[];
}

function endOfStretch(d: Float64Array, e: Float64Array, row: number): number {
  let end = row;
  while (end < d.length - 1 && Math.abs(e[end]) > Number.EPSILON * (Math.abs(d[end]) + Math.abs(d[end + 1]))) end++;
  return end;
}

/** One implicit QL sweep with Wilkinson's shift from `end` up to `row`. */
function sweep({ d, e, components }: Work, row: number, end: number): void {
  let g = (d[row + 1] - d[row]) / (2 * e[row]);
  g = d[end] - d[row] + e[row] / (g + (g < 0 ? -1 : 1) * Math.hypot(g, 1));
  let sine = 1, cosine = 1, p = 0;
  for (let i = end - 1; i >= row; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[end] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - p;
    const s = (d[i] - g) * sine + 2 * cosine * b;
    p = sine * s;
    d[i + 1] = g + p;
    g = cosine * s - b;
    for (const component of components) rotate(component, i, sine, cosine);
  }
  d[row] -= p;
  e[row] = g;
  e[end] = 0;
}

function rotate(component: Float64Array, i: number, sine: number, cosine: number): void {
  const upper = component[i + 1];
  component[i + 1] = sine * component[i] + cosine * upper;
  component[i] = cosine * component[i] - sine * upper;
}
