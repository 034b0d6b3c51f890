import type { Minimum } from '../nelderMead';
import { nelderMead } from '../nelderMead';

/**
 * The best maximum of `f` over what is found from every start, each search followed by a second one from its end, since a simplex may
 * collapse before the top. `f` may return −Infinity or NaN outside its domain.
 */
export function fromSeveralStarts(f: (x: readonly number[]) => number, starts: readonly (readonly number[])[], edges: readonly number[]): Minimum {
  const cost = (x: readonly number[]): number => {
    const value = -f(x);
    return value === value ? value : Infinity;
  };
  const search = (from: readonly number[], shrink: number, tolerance: number): Minimum =>
    nelderMead(cost, from, edges.map((edge) => edge * shrink), { iterations: 600, tolerance });
  const ends = starts.map((start) => search(start, 1, 1e-10));
  const best = ends.reduce((least, end) => (end.value < least.value ? end : least));
  const { at, value } = search(best.at, 0.1, 1e-14);
  return { at, value: -value };
}
