import type { JudgedRecords } from './judgedRecords';

/** How far a layer has fallen from its best level at each of its records, on the logarithmic scale. */
export interface FallCourse {
  readonly records: JudgedRecords;
  /** From the highest level since training began. */
  readonly fromPeak: Float64Array;
  /** The same, with the initialisation among what it may have fallen from. */
  readonly fromStart: Float64Array;
  /** How far the level has come back from its lowest since the peak. */
  readonly recovered: Float64Array;
  /** Index of the highest record since training began; -1 before. */
  readonly highest: Int32Array;
}

export function fallCourse(records: JudgedRecords): FallCourse {
  const { level, logShare, trained } = records;
  const [fromPeak, fromStart, recovered] = [0, 1, 2].map(() => new Float64Array(level.length));
  const highest = new Int32Array(level.length).fill(-1);
  let [peak, first, lowest, top] = [-Infinity, -Infinity, Infinity, -1];
  for (let i = 0; i < level.length; i++) {
    first = Math.max(first, level[i]);
    if (i >= trained && level[i] > peak) [peak, lowest] = [level[i], level[i]];
    lowest = Math.min(lowest, level[i]);
    if (i >= trained && (top < 0 || logShare[i] >= logShare[top])) top = i;
    fromPeak[i] = peak - level[i];
    fromStart[i] = first - level[i];
    recovered[i] = level[i] - lowest;
    highest[i] = top;
  }
  return { records, fromPeak, fromStart, recovered, highest };
}
