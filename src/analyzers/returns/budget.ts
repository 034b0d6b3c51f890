import type { MarginalReturnTrace } from './marginalReturnTrace';

/** What a run is meant to spend, in steps. */
export interface Budget {
  readonly start: number;
  readonly size: number;
  readonly planned: boolean;
}

/** As planned, or else as it looks from a point. */
export function budgetAt({ points, schedule }: MarginalReturnTrace, index: number): Budget {
  const { maxSteps } = schedule.plan;
  if (maxSteps !== undefined) return { start: 0, size: maxSteps, planned: true };
  const start = points.steps[0] > points.steps[1] - points.steps[0] ? 0 : points.steps[0];
  const least = leastEvaluations * (points.steps[1] - points.steps[0]);
  return { start, size: Math.max(2 * (points.steps[index] - start), least), planned: false };
}

/** Steps at which the stretches that are judged end, the least first; undefined where nothing of the budget is left. */
export function horizonsAt(trace: MarginalReturnTrace, index: number, { start, size }: Budget): number[] | undefined {
  const now = trace.points.steps[index];
  const rest = start + size - now;
  const spacing = spacingAt(trace, index);
  if (!(rest >= Math.min(1, spacing)) || !(rest > 0.01 * spacing)) return undefined;
  const first = Math.min(rest, Math.max(spacing, leastStretch * size));
  const count = Math.max(1, Math.min(mostHorizons, Math.ceil(Math.log2(rest / first) * 1.5) + 1));
  const ratio = count > 1 ? (rest / first) ** (1 / (count - 1)) : 1;
  return Array.from({ length: count }, (_, j) => now + (j === count - 1 ? rest : first * ratio ** j));
}

/** Steps between a point and the one before. */
export function spacingAt({ points }: MarginalReturnTrace, index: number): number {
  return index > 0 ? points.steps[index] - points.steps[index - 1] : points.steps[1] - points.steps[0];
}

/** A run without a plan is taken to be meant for at least as many evaluations. */
const leastEvaluations = 50;
const mostHorizons = 10;
/** A stretch is at least this share of the budget, or the luck of a single noisy evaluation would pass for a return. */
const leastStretch = 0.08;
