import type { RunFacts } from '../formats/recordBatch';
import { withTotalLoss } from '../formats/totalLoss';
import type { Config } from '../model/config';
import { metrics } from '../model/metric';
import { mergeFacts } from '../model/plan';
import type { Run, RunCheckpoint, RunSource } from '../model/run';
import { lastStep, seriesOf } from '../model/run';
import type { Series } from '../model/series';
import type { Settings } from '../model/settings';
import { cadenceOf, lastRecordTime, recordedFor, stepGapOf } from './cadence';
import type { LogStream } from './logStream';
import { planOf } from './planOf';
import { runStatus, statusOfCheckpoints, statusOfEnsemble } from './runStatus';

/** What is known of a run beside its logs. */
export interface RunSurroundings {
  readonly key: string;
  readonly configs: readonly Config[];
  readonly checkpoints: readonly RunCheckpoint[];
  /** What the weights in the checkpoints say; of a file with several runs nobody can tell whose they are. */
  readonly weights: readonly Series[];
  /** When the latest checkpoint was written, where there is no log; NaN where unknown. */
  readonly savedAt: number;
  readonly now: number;
}

/** The runs that a group of streams holds: one, or one per lane where a file holds several; without any stream, the run of the checkpoints. Names come later. */
export function assembleRuns(streams: readonly LogStream[], around: RunSurroundings, settings: Settings): readonly Run[] {
  if (streams.length === 0) return [runOfCheckpoints(around, settings)];
  const all = streams.flatMap(({ series }) => series);
  const lanes = [...new Set(all.map(({ lane }) => lane))];
  return lanes.map((lane) => assembleRun(lane, all.filter((series) => series.lane === lane), streams, around, settings));
}

function assembleRun(lane: string, unordered: readonly Series[], streams: readonly LogStream[], around: RunSurroundings, settings: Settings): Run {
  const series = fullestFirst(withTotalLoss(unordered));
  const facts = factsOf(streams);
  const plan = planOf(series, facts.plan, around.configs, settings);
  const modified = latest(streams.map((stream) => stream.modified));
  const { status, reason } = runStatus({
    now: around.now,
    grownAt: latest(streams.map((stream) => stream.grownAt)),
    modified,
    lastRecord: lastRecordTime(series),
    cadence: cadenceOf(series),
    lastStep: lastStep({ series }),
    firstStep: series.reduce((first, { steps, length }) => (length > 0 ? Math.min(first, steps[0]) : first), Infinity),
    stepGap: streams.every(({ format }) => format.wholeHistory) ? NaN : stepGapOf(series),
    plan,
    ended: facts.ended,
    cut: facts.cut ?? false,
    copied: isCopied(series, streams),
    rateDone: isRateDone(series),
  }, settings);
  return {
    id: lane === '' ? around.key : `${around.key}#${lane}`,
    name: lane === '' ? (facts.name ?? '') : lane,
    sources: sourcesOf(streams),
    series: lane === '' ? [...series, ...around.weights] : series,
    plan,
    model: around.configs.reduce((model, config) => mergeFacts(model, config.model), facts.model),
    hyperparameters: facts.hyperparameters,
    configs: around.configs,
    checkpoints: around.checkpoints.flatMap(({ step }) => step ?? []),
    checkpointFiles: around.checkpoints,
    status,
    statusReason: reason,
    skippedRecords: streams.reduce((sum, { skippedCount }) => sum + skippedCount, 0),
    ...(modified > 0 && { changedAt: modified }),
  };
}

function runOfCheckpoints({ key, configs, checkpoints, weights, savedAt, now }: RunSurroundings, settings: Settings): Run {
  const plan = planOf([], {}, configs, settings);
  const steps = checkpoints.flatMap(({ step }) => step ?? []);
  const members = checkpoints.flatMap(({ member }) => member ?? []);
  const { status, reason } = members.length > 0 ? statusOfEnsemble({ now, savedAt, members }) : statusOfCheckpoints({ now, savedAt, steps, plan });
  return {
    id: key, name: '', sources: [], series: weights, plan,
    model: configs.reduce((model, config) => mergeFacts(model, config.model), {}),
    hyperparameters: {}, configs, checkpoints: steps, checkpointFiles: checkpoints, status, statusReason: reason, skippedRecords: 0,
    ...(savedAt > 0 && { changedAt: savedAt }),
  };
}

function fullestFirst(series: readonly Series[]): readonly Series[] {
  const first = new Map<string, number>();
  for (const { metric } of series) if (!first.has(metric)) first.set(metric, first.size);
  const place = ({ metric }: Series) => first.get(metric) ?? 0;
  return [...series].sort((a, b) => place(a) - place(b) || b.length - a.length);
}

function factsOf(streams: readonly LogStream[]): RunFacts {
  const all = streams.map((stream) => stream.facts);
  const [first, ...rest] = all;
  return rest.reduce((merged, facts) => ({
    ...mergeFacts(merged, facts),
    plan: mergeFacts(merged.plan, facts.plan),
    model: mergeFacts(merged.model, facts.model),
    hyperparameters: mergeFacts(merged.hyperparameters, facts.hyperparameters),
    cut: all.some(({ cut }) => cut),
  }), first);
}

function sourcesOf(streams: readonly LogStream[]): readonly RunSource[] {
  return streams.flatMap(({ format, paths }) => paths.map((path) => ({ format: format.id, path })));
}

/** Files written at once, whose records tell of minutes. Whole histories are always written at once. */
function isCopied(series: readonly Series[], streams: readonly LogStream[]): boolean {
  const appended = streams.filter(({ format }) => !format.wholeHistory);
  return appended.length > 0 && appended.every(({ writtenFor }) => writtenFor < atOnce) && recordedFor(series) > minutes;
}

const atOnce = 2_000;
const minutes = 300_000;

/** The last logged rate is nothing beside the peak, well after the warm-up. */
function isRateDone(series: readonly Series[]): boolean {
  const rates = seriesOf({ series }, metrics.learningRate);
  if (!rates || rates.length < fewRates) return false;
  const { values, length } = rates;
  let peak = 0;
  for (let i = 0; i < length; i++) if (values[i] > peak) peak = values[i];
  return peak > 0 && values[length - 1] <= peak * nothing && values[length - 2] < peak / 2;
}

const fewRates = 10;
const nothing = 1e-3;

function latest(times: readonly number[]): number {
  const known = times.filter((time) => time === time);
  return known.length > 0 ? Math.max(...known) : NaN;
}
