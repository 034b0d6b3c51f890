import { linearFit } from '../../numerics/linearFit';
import type { InferenceCost } from '../../numerics/scaling/density';
import { densityOf } from './densityOf';
import type { ModelDensity } from './modelDensity';
import type { ReferenceBenchmark } from './densityReference';

/** Density of the checkpoints of one run, all against the same reference tokens, so that only the model changes. */
export interface RunDensity {
  readonly model: string;
  readonly points: readonly { readonly tokens: number; readonly density: number }[];
  /** Change of ln ρ per doubling of the tokens over the last half of the points that have a density. */
  readonly perDoubling: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** `densifies` while training makes the model denser; `adds only cost` when no rise can be seen; `falls`. */
  readonly trend: 'densifies' | 'adds only cost' | 'falls' | 'unknown';
}

/** Runs are rows of the same model with different tokens, three or more. */
export function densityAlongRuns(models: readonly ModelDensity[], reference: ReferenceBenchmark, tokens: number, cost: InferenceCost): readonly RunDensity[] {
  const names = [...new Set(models.map(({ model }) => model))];
  return names.flatMap((name) => {
    const rows = models.filter(({ model, tokens: own }) => model === name && own !== undefined);
    return new Set(rows.map((row) => row.tokens)).size < 3 ? [] : [runDensity(name, rows, reference, tokens, cost)];
  });
}

function runDensity(model: string, rows: readonly ModelDensity[], reference: ReferenceBenchmark, tokens: number, cost: InferenceCost): RunDensity {
  const points = rows.flatMap(({ tokens: own, score, size }) => {
    const result = densityOf(reference, score, size, tokens, cost);
    return own !== undefined && result.status === 'measured' ? [{ tokens: own, density: result.density.value }] : [];
  }).sort((a, b) => a.tokens - b.tokens);
  const late = points.slice(-Math.max(leastPoints, Math.ceil(points.length / 2)));
  const fit = linearFit(late.map((point) => Math.log2(point.tokens)), late.map(({ density }) => Math.log(density)));
  if (!fit) return { model, points, perDoubling: null, trend: 'unknown' };
  return { model, points, perDoubling: { value: fit.slope, low: fit.low, high: fit.high }, trend: fit.low > 0 ? 'densifies' : fit.high < 0 ? 'falls' : 'adds only cost' };
}

const leastPoints = 5;
