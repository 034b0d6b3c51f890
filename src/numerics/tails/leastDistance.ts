/** Distance of the fit from a start on; any number of at least `enough` where it reaches that. */
export type DistanceFrom = (start: number, enough: number) => number;

/**
 * The start with the least distance, the lowest among equals, of all below `count`. A coarse pass comes first: the smaller the distance
 * already known, the sooner the others are given up. Undefined without a start or where every distance is NaN.
 */
export function leastDistance(distanceFrom: DistanceFrom, count: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  const look = (start: number): void => {
    const distance = distanceFrom(start, start < (best ?? 0) ? afterwards(least) : least);
    if (distance < least || (distance === least && start < (best ?? 0))) [best, least] = [start, distance];
  };
  const stride = strideOf(count);
  for (let start = 0; start < count; start += stride) look(start);
  for (let start = 0; start < count; start++) if (start % stride !== 0) look(start);
  return best;
}

/** Whether the distance reaches `enough` from every start below `count`: then and only then does the least one. */
export function allReach(distanceFrom: DistanceFrom, count: number, enough: number): boolean {
  const stride = strideOf(count);
  for (let offset = 0; offset < stride; offset++) {
    for (let start = offset; start < count; start += stride) if (distanceFrom(start, enough) < enough) return false;
  }
  return true;
}

function strideOf(count: number): number {
  return Math.max(1, Math.round(Math.sqrt(count) / 2));
}

/** The next larger number: an equal distance at a lower start must be told from one that was given up. */
function afterwards(least: number): number {
  return least * (1 + Number.EPSILON);
}
