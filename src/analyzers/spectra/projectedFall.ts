import { brokenStick } from '../../numerics/brokenStick';
import { floorCrossing, type Crossing } from '../../numerics/floorCrossing';
import { linearFit, type LinearFit } from '../../numerics/linearFit';

/** The straight fall in which the records of a layer end. */
export interface ProjectedFall {
  /** Record at which it began. */
  readonly onset: number;
  /** Whether the layer held its level before: it is no part of how training begins. */
  readonly followsLevel: boolean;
  /** First record and the line of the last straight stretch: ln share over steps. */
  readonly start: number;
  readonly line: LinearFit;
  /** Step ahead at which the line reaches the floor; undefined where the fall is no more than noise. */
  readonly crossing: Crossing | undefined;
}

/** The records of a layer that are looked at. */
export interface Stretch {
  /** First record, the highest, and the last. */
  readonly from: number;
  readonly highest: number;
  readonly to: number;
  /** ln share. */
  readonly floor: number;
}

/** Records that are looked back at: a change further back is no news, and the cost stays bounded. */
const lookBack = 200;
const fewestOnLine = 4;
/** A slope of less than a quarter of the fall's is a level. */
const flat = 0.25;

/** Undefined with fewer than four records in the fall, and where the records do not end in one. */
export function projectedFall({ steps, logShare }: { readonly steps: Float64Array; readonly logShare: Float64Array }, { from, highest, to, floor }: Stretch): ProjectedFall | undefined {
  const first = Math.max(from, to + 1 - lookBack);
  const stick = brokenStick(steps.subarray(first, to + 1), logShare.subarray(first, to + 1));
  const followsLevel = stick !== undefined && stick.slopeAfter < 0 && stick.slopeBefore > flat * stick.slopeAfter;
  const knot = stick ? first + stick.knot : Math.max(first, highest);
  // A fall that slows down goes on as its later half does, which a line through all of it would put too low.
  const start = Math.max(knot, Math.min(Math.floor((knot + to) / 2), to + 1 - fewestOnLine));
  const line = to - start + 1 < fewestOnLine ? undefined : linearFit(steps.subarray(start, to + 1), logShare.subarray(start, to + 1));
  if (!line || !(line.slope < 0)) return undefined;
  const mean = steps.subarray(start, to + 1).reduce((sum, step) => sum + step, 0) / (to - start + 1);
  const crossing = floorCrossing(line, mean, floor);
  // Where the line is at the floor already and the level is not, the crossing is due.
  const due = crossing && { ...crossing, at: Math.max(crossing.at, steps[to]) };
  return { onset: followsLevel ? knot : Math.max(highest, 0), followsLevel, start, line, crossing: due };
}
