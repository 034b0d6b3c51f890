import { RunningMedian } from '../../numerics/runningMedian';

/** A time in which a gradient norm was far above its usual value. */
export interface Explosion {
  readonly usual: number;
  /** Indices of the first high norm, of the one that made it last, of the highest, and of the first calm one. */
  readonly onset: number;
  readonly said: number;
  readonly peak: number;
  readonly end: number | undefined;
}

/** Norms of which the usual one is the median, and times that median from which on an explosion begins. */
const usualWindow = 128;
export const explosionFactor = 10;
const calmFactor = 3;
const fewest = 10;
const lastingPoints = 5;
const newUsualAfter = 200;

/** So many of the last norms tell whether they explode now: those that make the usual one and as many as an explosion can last. */
const tellingNorms = usualWindow + newUsualAfter + lastingPoints;

/**
 * An explosion begins at a norm above 10 times the median of the 128 before it (at least 10), with the median frozen,
 * and ends at a norm below 3 times it. It is a warning from its fifth point on. After 200 points the higher norm is
 * the usual one. Over 22,000 norms of GPT-2 and fine-tuning logs single ones reach 17 times the median, but no two in a
 * row lie above 5 times it.
 */
export function explosionsIn(values: Float64Array): readonly Explosion[] {
  const usual = new RunningMedian(usualWindow);
  const found: Opened[] = [];
  let open: Opened | undefined;
  for (let i = 0; i < values.length; i++) {
    if (!open && usual.length >= fewest && values[i] > explosionFactor * usual.median) {
      open = { usual: usual.median, onset: i, said: undefined, peak: i, end: undefined };
      found.push(open);
    }
    if (!open) {
      usual.push(values[i]);
      continue;
    }
    if (values[i] > values[open.peak]) open.peak = i;
    const lasted = i - open.onset + 1;
    const isCalm = values[i] < calmFactor * open.usual;
    if (lasted === lastingPoints && !isCalm) open.said = i;
    if (!isCalm && lasted < newUsualAfter) continue;
    open.end = i;
    open = undefined;
    if (!isCalm) usual.clear();
    usual.push(values[i]);
  }
  return found.filter((one): one is Opened & { said: number } => one.said !== undefined);
}

/** The explosion that the last norms are in, if any; its indices are those of all norms. */
export function ongoingExplosion(values: Float64Array): Explosion | undefined {
  const from = Math.max(0, values.length - tellingNorms);
  const last = explosionsIn(values.subarray(from)).at(-1);
  return last && last.end === undefined ? { ...last, onset: last.onset + from, said: last.said + from, peak: last.peak + from } : undefined;
}

interface Opened {
  readonly usual: number;
  readonly onset: number;
  said: number | undefined;
  peak: number;
  end: number | undefined;
}
