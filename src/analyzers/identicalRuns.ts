import { formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { latestPoints, type Points } from '../model/latestPoints';
import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';
import { say } from '../model/say';
import { commonStretches, type CommonStretch, type WinnowedColumn } from '../numerics/commonStretches';
import { winnow, WinnowRoom, type Winnowed } from '../numerics/winnow';
import type { WorkspaceAnalyzer } from './analyzer';

/** Stretches of bit-identical values in runs that should differ: one of them is a copy by mistake. */
export const identicalRuns: WorkspaceAnalyzer = {
  name: 'identical-runs',
  * compare(runs) {
    const findings: Finding[] = [];
    const room = new WinnowRoom();
    for (const metric of compared) {
      const columns: Column[] = [];
      for (const run of runs) {
        const column = yield* columnOf(run, metric, room);
        if (column) columns.push(column);
      }
      for (const match of yield* matchesAmong(columns)) findings.push(findingOf(metric, match));
    }
    return findings;
  },
};

const compared = [metrics.trainLoss, metrics.evalLoss, metrics.gradNorm];
const shortest = 20;
/** Five significant digits: values with fewer coincide by rounding. */
const digits = 5;

interface Column extends WinnowedColumn {
  readonly run: Run;
  readonly points: Points;
}

interface Match extends Omit<CommonStretch, 'first' | 'second'> {
  readonly first: Column;
  readonly second: Column;
}

function* columnOf(run: Run, metric: string, room: WinnowRoom): Generator<undefined, Column | undefined> {
  const series = seriesOf(run, metric);
  if (!series || series.length < shortest) return undefined;
  const points = latestPoints(series);
  const known = winnowed.get(run)?.get(metric);
  const kept = known ?? (yield* winnow(points.values, shortest, room));
  if (!known) winnowed.set(run, (winnowed.get(run) ?? new Map<string, Winnowed>()).set(metric, kept));
  return { run, points, values: points.values, kept };
}

/** A run is never changed, only replaced: of a thousand runs only the few that grew are winnowed again. */
const winnowed = new WeakMap<Run, Map<string, Winnowed>>();

/**
 * The longest stretch of each pair of runs with at least 20 equal consecutive values of at least 5 significant digits.
 * A stretch that starts both runs is a common beginning (a resume, a copy of a folder, the same seed) and no mistake.
 */
function* matchesAmong(columns: readonly Column[]): Generator<undefined, readonly Match[]> {
  const longest = new Map<string, Match>();
  for (const stretch of yield* commonStretches(columns, shortest)) {
    const match = { ...stretch, first: columns[stretch.first], second: columns[stretch.second] };
    const key = `${stretch.first} ${stretch.second}`;
    if (isMistake(match) && match.length > (longest.get(key)?.length ?? 0)) longest.set(key, match);
  }
  return [...longest.values()];
}

function isMistake({ first, second, firstAt, secondAt, length }: Match): boolean {
  if ((firstAt === 0 && secondAt === 0) || sharesSource(first.run, second.run)) return false;
  const stretch = second.points.values.subarray(secondAt, secondAt + length);
  const telling = stretch.filter((value) => Number(value.toPrecision(digits - 1)) !== value);
  return new Set(telling).size >= shortest / 2;
}

function sharesSource(first: Run, second: Run): boolean {
  return first.sources.some(({ path }) => second.sources.some((source) => source.path === path));
}

function findingOf(metric: string, { first, second, firstAt, secondAt, length }: Match): Finding {
  const from = second.points.steps[secondAt];
  const to = second.points.steps[secondAt + length - 1];
  const elsewhere = first.points.steps[firstAt];
  const where = elsewhere === from ? say`the same steps` : say`steps from ${formatStep(elsewhere)}`;
  return {
    rule: 'identical-runs',
    level: 'warning',
    run: second.run.id,
    since: second.points.steps[secondAt + shortest - 1],
    headline: say`${formatStep(length)} values of ${metric} from step ${formatStep(from)} to ${formatStep(to)} are bit-identical to ${where} of ${first.run.name}.`,
    evidence: [
      { label: say`Identical values in a row`, value: length, reference: shortest },
      { label: say`Other run`, value: first.run.name },
      { label: say`Starts there at`, value: elsewhere, unit: 'step' },
    ],
    advice: [{ text: say`Runs that differ in seed, data or settings never agree to the last bit: one of the logs holds rows copied from the other. Trust neither before it is clear which.` }],
  };
}
