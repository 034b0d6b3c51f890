/**
 * The three exponents in use for one power law. The density p(x) ~ x^−α has α; the share above x, P(X > x) ~ x^−(α−1), has α − 1; the
 * value of rank r, x(r) ~ r^−a, has a = 1/(α−1), which is also Hill's ξ, the shape of extreme-value theory, and what the paper
 * Capability-Per-Resource calls α.
 */
export function ccdfExponentOfDensity(density: number): number {
  return density - 1;
}

export function rankExponentOfDensity(density: number): number {
  return 1 / (density - 1);
}

export function densityExponentOfCcdf(ccdf: number): number {
  return ccdf + 1;
}

export function densityExponentOfRank(rank: number): number {
  return 1 + 1 / rank;
}

export function rankExponentOfCcdf(ccdf: number): number {
  return 1 / ccdf;
}

export function ccdfExponentOfRank(rank: number): number {
  return 1 / rank;
}
