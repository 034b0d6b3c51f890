import type { Band, Line } from './picture';
import type { StepAxis } from './stepAxis';

/** Share of what is logged at whose end the steep fall at the start of training is over. */
const steepShare = 0.03;
/** A start that rises by more than this share of its first value is no steep fall but something to be seen. */
const riseShare = 0.05;
const fewest = 4;

/**
 * What values span in view, with some air. The steep fall with which training starts may leave through the top, for
 * it would flatten everything after it; a spike at the start may not.
 */
export function valueLimits(lines: readonly Line[], bands: readonly Band[], steps: StepAxis): { readonly low: number; readonly high: number } {
  const inView = valuesFrom(lines, bands, steps.view.from, steps.view.to);
  const settled = valuesFrom(lines.filter((line) => !risesAtStart(line)), bands, Math.max(steps.view.from, endOfFall(lines)), steps.view.to);
  const rising = valuesFrom(lines.filter(risesAtStart), [], steps.view.from, steps.view.to);
  const values = settled.length + rising.length >= fewest ? [...settled, ...rising] : inView;
  if (values.length === 0) return { low: 0, high: 1 };
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const air = (high - low) * 0.06 || Math.abs(high) * 0.02 || 0.5;
  return { low: low - air, high: high + air };
}

function endOfFall(lines: readonly Line[]): number {
  const ends = lines.map(({ points }) => points).filter((points) => points.length > 0);
  const first = ends.reduce((least, points) => Math.min(least, points[0].x), Infinity);
  const last = ends.reduce((most, points) => Math.max(most, points[points.length - 1].x), -Infinity);
  return first + steepShare * (last - first);
}

function risesAtStart({ points }: Line): boolean {
  const finite = points.filter(({ y }) => Number.isFinite(y));
  if (finite.length === 0) return false;
  const end = finite[0].x + steepShare * (finite[finite.length - 1].x - finite[0].x);
  return finite.some(({ x, y }) => x <= end && y - finite[0].y > riseShare * Math.abs(finite[0].y));
}

function valuesFrom(lines: readonly Line[], bands: readonly Band[], from: number, to: number): readonly number[] {
  const within = ({ x }: { readonly x: number }) => x >= from && x <= to;
  return [
    ...lines.flatMap(({ points }) => points.filter(within).map(({ y }) => y)),
    ...bands.flatMap(({ points }) => points.filter(within).flatMap(({ low, high }) => [low, high])),
  ].filter(Number.isFinite);
}
