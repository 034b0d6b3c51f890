import type { Point } from './picture';

/** At most about `most` points: of each of equally many neighbours the lowest and the highest, so that spikes survive. */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const size = Math.ceil(points.length * 2 / most);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size);
    const lowest = bucket.reduce((a, b) => b.y < a.y ? b : a);
    const highest = bucket.reduce((a, b) => b.y > a.y ? b : a);
    kept.push(...lowest === highest ? [lowest] : [lowest, highest].sort((a, b) => a.x - b.x));
  }
  return kept;
}
