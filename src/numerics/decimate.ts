/** Two columns of one curve. */
export interface Columns {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/**
 * At most two points for each of `buckets` equal parts of the step axis: the minimum and the maximum in their order,
 * so that no spike is lost. A bucket that holds a non-finite value shows one of them instead of the minimum. `steps`
 * must increase. O(points inside the window).
 */
export function decimate({ steps, values }: Columns, buckets: number, fromStep = -Infinity, toStep = Infinity): Columns {
  const start = Math.max(0, lowerBound(steps, fromStep) - 1);
  const end = Math.min(steps.length, lowerBound(steps, toStep) + 2);
  if (end - start <= 2 * buckets) return { steps: steps.slice(start, end), values: values.slice(start, end) };
  const kept = new Int32Array(2 * buckets);
  const count = extremes(steps, values, start, end, buckets, kept);
  const picked = kept.subarray(0, count);
  return { steps: Float64Array.from(picked, (i) => steps[i]), values: Float64Array.from(picked, (i) => values[i]) };
}

function extremes(steps: Float64Array, values: Float64Array, start: number, end: number, buckets: number, kept: Int32Array): number {
  const first = steps[start];
  const width = (steps[end - 1] - first) / buckets || 1;
  let count = 0;
  let i = start;
  for (let bucket = 1; bucket <= buckets && i < end; bucket++) {
    const limit = bucket === buckets ? Infinity : first + bucket * width;
    if (!(steps[i] < limit)) continue;
    let [low, high, broken] = [i, i, -1];
    for (; i < end && steps[i] < limit; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) broken = i;
      else if (!(value >= values[low])) low = i;
      else if (!(value <= values[high])) high = i;
    }
    if (!Number.isFinite(values[high])) high = low;
    if (broken >= 0) low = broken;
    kept[count++] = Math.min(low, high);
    if (low !== high) kept[count++] = Math.max(low, high);
  }
  return count;
}

/** Index of the first step that is not below `step`. */
export function lowerBound(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
