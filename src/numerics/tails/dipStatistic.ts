/**
 * Hartigans' dip: the largest distance of the empirical distribution of ascending values from the nearest unimodal one, from 1/(2n) to 1/4
 * (Hartigan & Hartigan, Annals of Statistics 13, 1985; algorithm AS 217).
 *
 * The modal interval shrinks to where the greatest convex minorant and the least concave majorant over it are farthest apart, until the
 * distances outside of it are the larger ones.
 */
export function dipStatistic(sorted: Float64Array): number {
  const [before, after] = [hullBefore(sorted), hullAfter(sorted)];
  let low = 0;
  let high = sorted.length - 1;
  let dip = 1;
  while (sorted[high] > sorted[low]) {
    const convex = path(before, high, low).reverse();
    const concave = path(after, low, high);
    const { distance, left, right } = farthest(sorted, convex, concave);
    if (distance < dip) break;
    dip = Math.max(dip, largestOver(convex, 0, left, (from, to) => aboveChord(sorted, from, to)));
    dip = Math.max(dip, largestOver(concave, right, concave.length - 1, (from, to) => belowChord(sorted, from, to)));
    const next = [convex[left], concave[right]];
    if (next[0] === low && next[1] === high) break;
    [low, high] = next;
  }
  return dip / (2 * sorted.length);
}

/** For each value the one before it on the greatest convex minorant of all up to it. */
function hullBefore(x: Float64Array): Int32Array {
  const before = new Int32Array(x.length);
  for (let j = 1; j < x.length; j++) {
    let last = j - 1;
    while (last > 0 && (x[j] - x[last]) * (last - before[last]) >= (x[last] - x[before[last]]) * (j - last)) last = before[last];
    before[j] = last;
  }
  return before;
}

/** For each value the one after it on the least concave majorant of all from it on. */
function hullAfter(x: Float64Array): Int32Array {
  const end = x.length - 1;
  const after = new Int32Array(x.length).fill(end);
  for (let k = end - 1; k >= 0; k--) {
    let next = k + 1;
    while (next < end && (x[k] - x[next]) * (next - after[next]) >= (x[next] - x[after[next]]) * (k - next)) next = after[next];
    after[k] = next;
  }
  return after;
}

function path(links: Int32Array, from: number, to: number): number[] {
  const places = [from];
  for (let at = from; at !== to;) places.push(at = links[at]);
  return places;
}

interface Farthest {
  readonly distance: number;
  /** Index into the convex path of the last corner before the largest distance, and into the concave path of the first one behind it. */
  readonly left: number;
  readonly right: number;
}

/** Largest distance of the two curves, in counts; each is a chain of corners, and the largest lies at one of them. */
function farthest(x: Float64Array, convex: readonly number[], concave: readonly number[]): Farthest {
  let best: Farthest = { distance: 0, left: convex.length - 1, right: 0 };
  for (let i = 0, j = 0; i < convex.length; i++) { // corners of the minorant
    while (j < concave.length - 1 && concave[j] < convex[i]) j++;
    const gap = heightAt(x, concave, j, convex[i]) - convex[i] + 1;
    if (gap > best.distance) best = { distance: gap, left: i, right: j };
  }
  for (let i = 0, j = 0; j < concave.length; j++) { // corners of the majorant
    while (i < convex.length - 1 && convex[i + 1] <= concave[j]) i++;
    const gap = concave[j] + 1 - heightAt(x, convex, Math.min(i + 1, convex.length - 1), concave[j]);
    if (gap > best.distance) best = { distance: gap, left: i, right: j };
  }
  return best;
}

/** Count on the chain at a place that lies at or before its corner `to`. */
function heightAt(x: Float64Array, chain: readonly number[], to: number, place: number): number {
  if (to === 0 || chain[to] === place || x[chain[to]] === x[chain[to - 1]]) return chain[to];
  const [a, b] = [chain[to - 1], chain[to]];
  return a + ((b - a) * (x[place] - x[a])) / (x[b] - x[a]);
}

function largestOver(chain: readonly number[], from: number, to: number, distance: (from: number, to: number) => number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, distance(chain[i], chain[i + 1]));
  return most;
}

/** How far the steps of the distribution rise above the chord between two corners of the minorant. */
function aboveChord(x: Float64Array, from: number, to: number): number {
  return largestDeviation(x, from, to, (steps, chord) => steps + 1 - chord);
}

/** How far the steps fall below the chord between two corners of the majorant. */
function belowChord(x: Float64Array, from: number, to: number): number {
  return largestDeviation(x, from, to, (steps, chord) => chord - steps + 1);
}

function largestDeviation(x: Float64Array, from: number, to: number, deviation: (steps: number, chord: number) => number): number {
  if (to - from < 2 || x[to] === x[from]) return 1;
  let most = 1;
  for (let i = from; i <= to; i++) most = Math.max(most, deviation(i - from, ((to - from) * (x[i] - x[from])) / (x[to] - x[from])));
  return most;
}
