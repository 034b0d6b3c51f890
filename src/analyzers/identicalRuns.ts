import { formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { latestPoints, type Points } from '../model/latestPoints';
import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';
import { commonStretches, type CommonStretch } from '../numerics/commonStretches';
import type { WorkspaceAnalyzer } from './analyzer';

/** Stretches of bit-identical values in runs that should differ: one of them is a copy by mistake. */
export const identicalRuns: WorkspaceAnalyzer = {
  name: 'identical-runs',
  analyseAll(runs) {
    return compared.flatMap((metric) => {
      const columns = runs.flatMap((run) => columnOf(run, metric) ?? []);
      return matchesAmong(columns).map((match) => findingOf(metric, match));
    });
  },
};

const compared = [metrics.trainLoss, metrics.evalLoss, metrics.gradNorm];
const shortest = 20;
/** Five significant digits: values with fewer coincide by rounding. */
const digits = 5;

interface Column {
  readonly run: Run;
  readonly points: Points;
}

interface Match extends Omit<CommonStretch, 'first' | 'second'> {
  readonly first: Column;
  readonly second: Column;
}

function columnOf(run: Run, metric: string): Column | undefined {
  const series = seriesOf(run, metric);
  if (!series || series.length < shortest) return undefined;
  return { run, points: latestPoints(series) };
}

/**
 * The longest stretch of each pair of runs with at least 20 equal consecutive values of at least 5 significant digits.
 * A stretch that starts both runs is a common beginning (a resume, a copy of a folder, the same seed) and no mistake.
 */
function matchesAmong(columns: readonly Column[]): Match[] {
  const longest = new Map<string, Match>();
  for (const stretch of commonStretches(columns.map(({ points }) => points.values), shortest)) {
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
  const where = elsewhere === from ? 'the same steps' : `steps from ${formatStep(elsewhere)}`;
  return {
    rule: 'identical-runs',
    level: 'warning',
    run: second.run.id,
    since: second.points.steps[secondAt + shortest - 1],
    headline: `${formatStep(length)} values of ${metric} from step ${formatStep(from)} to ${formatStep(to)} are bit-identical to ${where} of ${first.run.name}.`,
    evidence: [
      { label: 'Identical values in a row', value: length, reference: shortest },
      { label: 'Other run', value: first.run.name },
      { label: 'Starts there at', value: elsewhere, unit: 'step' },
    ],
    advice: [{ text: 'Runs that differ in seed, data or settings never agree to the last bit: one of the logs holds rows copied from the other. Trust neither before it is clear which.' }],
  };
}
