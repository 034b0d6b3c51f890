import { medianOf } from '../../numerics/medianOf';
import { indexAt } from '../losses/lossSeries';
import type { FallCourse } from './fallCourse';
import type { JudgedRecords } from './judgedRecords';
import { projectedFall, type ProjectedFall, type Stretch } from './projectedFall';
import type { TrainingPhase } from './trainingPhase';

export type CollapseState = 'healthy' | 'falling' | 'collapsed';

/** How a layer stands at its last record. */
export interface CollapseVerdict {
  readonly state: CollapseState;
  /** First step since which it has been said without a break. */
  readonly since: number;
  /** Record at which the fall began, as it looked when it was first said; -1 while healthy. */
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
 * the rule and its reasons. What was said stands until the layer is back up: near the floor the ranks of two records differ by more
 * than what tells collapsed from nearly collapsed.
 */
export function collapseVerdict(own: FallCourse, siblings: readonly FallCourse[], rule: CollapseRule): CollapseVerdict {
  const others = siblings.filter((each) => each !== own);
  let verdict = healthy;
  for (let i = 0; i < own.records.steps.length; i++) {
    const judged = isDown(own, i, rule, verdict.state) ? stillDown(own, i, rule, verdict) : judge(own, i, others, rule);
    verdict = { ...judged, since: judged.state === verdict.state ? verdict.since : own.records.steps[i] };
  }
  return verdict;
}

const healthy: CollapseVerdict = { state: 'healthy', since: NaN, onset: -1, projection: undefined };

/** Whether what was said of a layer still holds: it is neither back where healthy layers are nor near its best. */
function isDown({ records, fromPeak, fromStart }: FallCourse, i: number, { floor }: CollapseRule, said: CollapseState): boolean {
  const fallen = said === 'collapsed' ? fromStart[i] : fromPeak[i];
  return said !== 'healthy' && records.level[i] < floor + Math.log(tenfold) && fallen >= Math.log(collapsedBy);
}

function stillDown(fall: FallCourse, i: number, rule: CollapseRule, said: CollapseVerdict): CollapseVerdict {
  if (said.state === 'collapsed' || isCollapsed(fall, i, rule)) return { ...said, state: 'collapsed', projection: undefined };
  return { ...said, projection: projectedFall(fall.records, stretchTo(fall, i, rule)) };
}

function judge(fall: FallCourse, i: number, others: readonly FallCourse[], rule: CollapseRule): CollapseVerdict {
  if (!mayBeSaid(fall, i, others, rule)) return healthy;
  const projection = projectedFall(fall.records, stretchTo(fall, i, rule));
  const onset = Math.max(projection?.onset ?? fall.highest[i], 0);
  if (isCollapsed(fall, i, rule)) return { ...healthy, state: 'collapsed', onset };
  if (isProjected(fall.records, projection, i, rule) || isSettled(fall, onset, i)) return { ...healthy, state: 'falling', onset, projection };
  return healthy;
}

function stretchTo({ records, highest }: FallCourse, i: number, { floor }: CollapseRule): Stretch {
  return { from: records.trained, highest: highest[i], to: i, floor };
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
