import type { Series } from './series';

/** Points with strictly increasing steps. `times` is undefined when the log tells no wall times. */
export interface Points {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array | undefined;
}

/**
 * The points that still hold: a resumed run logs some steps again, and what it logs then replaces everything from
 * that step on. Costs nothing when the steps already increase.
 */
export function latestPoints(series: Series): Points {
  if (series.increasing) return { steps: series.steps, values: series.values, times: series.times };
  const kept = indicesThatHold(series.steps);
  return {
    steps: pick(series.steps, kept),
    values: pick(series.values, kept),
    times: series.times && pick(series.times, kept),
  };
}

/** Walking back from the end, a point holds when its step lies before every later one. */
function indicesThatHold(steps: Float64Array): number[] {
  const kept: number[] = [];
  let next = Infinity;
  for (let i = steps.length - 1; i >= 0; i--) {
    if (!(steps[i] < next)) continue;
    kept.push(i);
    next = steps[i];
  }
  return kept.reverse();
}

function pick(column: Float64Array, indices: readonly number[]): Float64Array {
  return Float64Array.from(indices, (i) => column[i]);
}
