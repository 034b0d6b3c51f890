export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * Minimises `f` from `start` by the Nelder–Mead simplex (Lagarias et al. 1998 coefficients); deterministic.
 * `scale` is the edge of the first simplex per coordinate. `f` may return Infinity outside its domain.
 */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  scale: readonly number[],
  { iterations = 400, tolerance = 1e-10 }: { readonly iterations?: number; readonly tolerance?: number } = {},
): Minimum {
  const simplex = [vertex(f, start), ...scale.map((edge, i) => vertex(f, start.map((x, j) => (i === j ? x + edge : x))))];
  for (let i = 0; i < iterations; i++) {
    simplex.sort((a, b) => a.value - b.value);
    const worst = simplex[simplex.length - 1];
    if (worst.value - simplex[0].value <= tolerance * (Math.abs(simplex[0].value) + tolerance)) break;
    replaceWorst(f, simplex);
  }
  return simplex.reduce((best, candidate) => (candidate.value < best.value ? candidate : best));
}

function replaceWorst(f: (x: readonly number[]) => number, simplex: Minimum[]): void {
  const last = simplex.length - 1;
  const worst = simplex[last];
  const centre = worst.at.map((_, j) => simplex.slice(0, last).reduce((sum, v) => sum + v.at[j], 0) / last);
  const along = (step: number): Minimum => vertex(f, centre.map((c, j) => c + step * (worst.at[j] - c)));
  const reflected = along(-1);
  if (reflected.value < simplex[0].value) {
    const expanded = along(-2);
    simplex[last] = expanded.value < reflected.value ? expanded : reflected;
    return;
  }
  if (reflected.value < simplex[last - 1].value) {
    simplex[last] = reflected;
    return;
  }
  const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
  if (contracted.value < Math.min(reflected.value, worst.value)) simplex[last] = contracted;
  else shrink(f, simplex);
}

function shrink(f: (x: readonly number[]) => number, simplex: Minimum[]): void {
  const best = simplex[0];
  for (let i = 1; i < simplex.length; i++) {
    simplex[i] = vertex(f, simplex[i].at.map((x, j) => best.at[j] + 0.5 * (x - best.at[j])));
  }
}

function vertex(f: (x: readonly number[]) => number, at: readonly number[]): Minimum {
  return { at, value: f(at) };
}
