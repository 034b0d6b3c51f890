import { medianOf } from '../../numerics/medianOf';
import { indexAt } from '../lossSeries';
import type { FallCourse } from './fallCourse';
import type { JudgedRecords } from './judgedRecords';
import { projectedFall, type ProjectedFall } from './projectedFall';
import type { TrainingPhase } from './trainingPhase';

export type CollapseState = 'healthy' | 'falling' | 'collapsed';

/** How a layer stands at its last record. */
export interface CollapseVerdict {
  readonly state: CollapseState;
  /** First step since which it has been said without a break. */
  readonly since: number;
  /** Record at which the fall began; -1 while healthy. */
  readonly onset: number;
  readonly projection: ProjectedFall | undefined;
}

export interface CollapseRule {
  /** ln of the share that counts as collapsed. */
  readonly floor: number;
  /** Planned steps; undefined where no plan is known. */
  readonly plannedSteps: number | undefined;
  readonly phase: (step: number) => TrainingPhase;
}

/**
 * Replays the records of one layer beside its siblings (layers of the same site) and says how it stands at the last. See docs/rules.md for
 * the rule and its reasons.
 */
export function collapseVerdict(own: FallCourse, siblings: readonly FallCourse[], rule: CollapseRule): CollapseVerdict {
  const others = siblings.filter((each) => each !== own);
  let verdict: CollapseVerdict = { state: 'healthy', since: NaN, onset: -1, projection: undefined };
  for (let i = 0; i < own.records.steps.length; i++) {
    const judged = judge(own, i, others, { ...rule, wasFalling: verdict.state === 'falling' });
    verdict = { ...judged, since: judged.state === verdict.state ? verdict.since : own.records.steps[i] };
  }
  return verdict;
}

const healthy: Omit<CollapseVerdict, 'since'> = { state: 'healthy', onset: -1, projection: undefined };

function judge(fall: FallCourse, i: number, others: readonly FallCourse[], rule: CollapseRule & { readonly wasFalling: boolean }): Omit<CollapseVerdict, 'since'> {
  const { records } = fall;
  if (!mayBeSaid(fall, i, others, rule)) return healthy;
  const stretch = { from: records.trained, highest: fall.highest[i], to: i, floor: rule.floor };
  if (isCollapsed(fall, i, rule)) {
    return { state: 'collapsed', onset: projectedFall(records, stretch)?.onset ?? Math.max(fall.highest[i], 0), projection: undefined };
  }
  const projection = projectedFall(records, stretch);
  const onset = projection?.onset ?? fall.highest[i];
  // What has been warned of stands until it is no longer alarming: a fall that pauses is not over.
  if (rule.wasFalling || isProjected(records, projection, i, rule) || isSettled(fall, onset, i)) return { state: 'falling', onset, projection };
  return healthy;
}

function mayBeSaid(fall: FallCourse, i: number, others: readonly FallCourse[], rule: CollapseRule): boolean {
  const isDown = isCollapsed(fall, i, rule) || (i - fall.records.trained + 1 >= fewestRecords && isAlarming(fall, i, others, rule));
  return isDown && rule.phase(fall.records.steps[i]) !== 'first drop';
}

function isCollapsed({ records, fromStart }: FallCourse, i: number, { floor }: CollapseRule): boolean {
  return records.level[i] < floor && fromStart[i] >= Math.log(collapsedBy);
}

/** In the decade above the floor, far below what it was, more so than its siblings, and not on its way back. */
function isAlarming(fall: FallCourse, i: number, others: readonly FallCourse[], { floor }: CollapseRule): boolean {
  const by = fall.fromPeak[i];
  if (fall.records.level[i] >= floor + Math.log(tenfold) || by < Math.log(collapsedBy) || fall.recovered[i] >= Math.log(recoveredBy)) return false;
  return by >= Math.log(tenfold) || !(by - usualFall(others, fall.records.steps[i]) < Math.log(standsOutBy));
}

/** Median fall of the siblings at a step; NaN with fewer than two. */
function usualFall(others: readonly FallCourse[], step: number): number {
  const falls = others.map(({ records, fromPeak }) => fromPeak[indexAt(records.steps, step)]).filter(Number.isFinite);
  return falls.length < 2 ? NaN : medianOf(falls);
}

/** Expected at the floor before the plan ends, and no further ahead than the fall has lasted: no projection outruns what it rests on. */
function isProjected({ steps }: JudgedRecords, projection: ProjectedFall | undefined, i: number, rule: CollapseRule): boolean {
  const now = steps[i];
  if (!projection?.crossing || (!projection.followsLevel && rule.phase(now) !== 'after')) return false;
  return projection.crossing.at <= Math.min(rule.plannedSteps ?? Infinity, now + (now - steps[projection.onset]));
}

/** A tenth of what it was is left, and has been for three times as long as the fall took. */
function isSettled({ records: { steps, level }, fromPeak }: FallCourse, onset: number, i: number): boolean {
  if (fromPeak[i] < Math.log(tenfold)) return false;
  let reached = i;
  while (reached > onset && level[reached - 1] < level[i] + Math.log(recoveredBy)) reached--;
  return steps[i] - steps[onset] >= settledFor * (steps[reached] - steps[onset]) && reached < i - 1;
}

/** Records since training began before anything but a collapse is said. */
const fewestRecords = 5;
const tenfold = 10;
const collapsedBy = 4;
const standsOutBy = 2;
const recoveredBy = 1.5;
const settledFor = 3;
