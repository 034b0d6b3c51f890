import type { ComputeSlice, PlanSummary, ScalingOverview, ScalingQuestion, SweepSummary } from '../../model/scalingOverview';
import { lastStep, type Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import { interval95 } from '../../numerics/scaling/bootstrap';
import { lossAt, type LossLawParameters } from '../../numerics/scaling/computeOptimal';
import { fitSweep, type FittedSweep } from './fitSweep';
import { readPlan, spendRest } from './planReading';
import { rowLabels } from './rowLabels';
import { tokensOf } from './runTable';
import { frontierOf, lossLawOf } from './scalingForecast';
import { isLaw, scalingLaws, sweepProblem, type ScalingLawId } from './scalingLaw';
import { reportOn } from './scalingReport';
import { sweepOf, type Sweep } from './sweep';

/** A sweep of the workspace. */
export interface OfferedSweep {
  readonly summary: SweepSummary;
  readonly table: Table;
}

/** A run whose plan is read by the law. */
export interface PlannedRun {
  readonly run: string;
  readonly name: string;
  readonly size: number;
  /** Tokens so far, and those of the whole plan. */
  readonly tokens: number;
  readonly planned: number;
}

/** A law fitted to a sweep and what it says of plans; a sentence where the sweep does not determine it. */
export function scalingOverview({ summary, table }: OfferedSweep, plans: readonly PlannedRun[], settings: Settings, { law, compute }: Pick<ScalingQuestion, 'law' | 'compute'>): ScalingOverview | { readonly error: string } {
  const sweep = sweepOf(table, {}, settings['scaling.dropHighest']);
  if ('error' in sweep) return sweep;
  const fitted = fitSweep(sweep, law !== null && isLaw(law) ? law : determinedLaw(sweep), refits);
  if ('error' in fitted) return fitted;
  const report = reportOn(fitted);
  const labels = rowLabels(table);
  const counted = summary.size === 'parameters' && report.law !== 'repeated';
  return {
    sweep: summary, law: report.law, formula: report.formula, misfit: report.misfit, rmse: report.rmse, rSquared: report.rSquared, refits: report.refits,
    parameters: Object.entries(report.parameters).map(([name, estimate]) => ({ name, ...estimate })),
    conditioning: report.conditioning ?? null,
    points: report.points.map(({ row, n, d, loss, fitted: expected }) => ({ label: labels[row - 1], size: n, tokens: d, loss, fitted: expected })),
    curves: curvesOf(fitted),
    frontier: counted ? frontierOf(fitted, computesOf(sweep)) : [],
    slice: counted ? sliceOf(fitted, compute) : null,
    plans: counted ? plans.map((plan) => planSummary(lossLawOf(report.law, fitted.fit.parameters), sweep, plan)) : [],
    influence: report.influence.slice(0, 5).map(({ row, largest }) => ({ label: labels[row - 1], largest })),
    notes: [...report.notes, ...(summary.alongRuns ? [say`Each run was read at five steps as if it had ended there, which a constant learning rate allows.`] : [])],
  };
}

/** Draws of the bootstrap: enough for an interval, few enough to wait for. */
const refits = 200;

/** The fullest law that the rows determine; the first one's problem is said where none is. */
export function determinedLaw(sweep: Sweep): ScalingLawId {
  return (['chinchilla', 'overtraining', 'noE'] as const).find((id) => sweepProblem(scalingLaws[id], sweep) === undefined) ?? 'chinchilla';
}

/** Runs with a plan that a law can read: their parameters, and the tokens of their whole budget. */
export function plannedRuns(runs: readonly Run[]): readonly PlannedRun[] {
  return runs.flatMap((run) => {
    const [size, tokens, steps] = [run.model.parameters, tokensOf(run), lastStep(run)];
    if (size === undefined || tokens === undefined || !(tokens > 0) || steps === 0) return [];
    return [{ run: run.id, name: run.name, size, tokens, planned: Math.max(tokens, (tokens / steps) * (run.plan.maxSteps ?? steps)) }];
  });
}

/** The largest computes of the sweep, and beyond it a hundredfold. */
function computesOf({ n, d }: Sweep): readonly number[] {
  const all = Array.from(n, (size, i) => 6 * size * d[i]);
  const [low, high] = [Math.min(...all), 100 * Math.max(...all)];
  return Array.from({ length: frontierPoints }, (_, i) => low * (high / low) ** (i / (frontierPoints - 1)));
}

const frontierPoints = 25;
const curvePoints = 25;
const slicePoints = 33;

function curvesOf({ id, fit, sweep: { n, d } }: FittedSweep): ScalingOverview['curves'] {
  const sizes = evenly([...new Set(n)].sort((a, b) => a - b));
  const [low, high] = [Math.min(...d), Math.max(...d)];
  const tokens = Array.from({ length: curvePoints }, (_, i) => low * (high / low) ** (i / (curvePoints - 1)));
  if (id === 'repeated') return [];
  const law = lossLawOf(id, fit.parameters);
  return sizes.map((size) => ({ size, points: tokens.map((each) => ({ tokens: each, loss: lossAt(law, { n: size, d: each }) })) }));
}

/** At most as many sizes as can be told apart. */
function evenly(sizes: readonly number[]): readonly number[] {
  if (sizes.length <= most) return sizes;
  return Array.from({ length: most }, (_, i) => sizes[Math.round((i * (sizes.length - 1)) / (most - 1))]);
}

const most = 6;

function sliceOf(fitted: FittedSweep, compute: number): ComputeSlice {
  const { id, fit, draws, sweep } = fitted;
  const flops = 6 * compute * Math.max(...sweep.n.map((size, i) => size * sweep.d[i]));
  const [best] = frontierOf(fitted, [flops]);
  const law = lossLawOf(id, fit.parameters);
  const drawn = draws.map((draw) => lossLawOf(id, draw));
  const points = Array.from({ length: slicePoints }, (_, i) => {
    const size = best.size.value * 10 ** ((2 * i) / (slicePoints - 1) - 1);
    const plan = { n: size, d: flops / (6 * size) };
    return { size, loss: lossAt(law, plan), ...interval95(drawn.map((one) => lossAt(one, plan))) };
  });
  return { flops, best, points };
}

function planSummary(law: LossLawParameters, sweep: Sweep, { run, name, size, tokens, planned }: PlannedRun): PlanSummary {
  const reading = readPlan(law, { n: size, d: planned }, sweep);
  const left = 6 * size * (planned - tokens);
  const rest = left > 0 ? spendRest(law, { n: size, d: tokens }, left) : null;
  return {
    run, name, size, tokens: planned, flops: reading.flops, loss: reading.loss, efficiency: reading.efficiency, sizeRatio: reading.sizeRatio, beyond: reading.beyond,
    best: { size: reading.best.n, tokens: reading.best.d, loss: reading.best.loss },
    rest: rest && { flops: left, goOn: rest.goOn.loss, anew: { size: rest.anew.n, loss: rest.anew.loss } },
  };
}
