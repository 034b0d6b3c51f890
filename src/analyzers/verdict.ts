import type { Finding, RuleId } from '../model/finding';
import { formatAge, formatCount, formatInterval, formatNumber, formatStep } from '../model/format';
import { latestPoints } from '../model/latestPoints';
import { metrics } from '../model/metric';
import type { MarginalReturnOutlook } from '../model/report';
import { lastStep, seriesOf, type Run } from '../model/run';
import { say } from '../model/say';
import type { Series } from '../model/series';
import type { RunState, Verdict } from '../model/verdict';
import { RunningMedian } from '../numerics/runningMedian';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';

/**
 * The one thing to say first about a run: its most urgent finding, else how it stands.
 * @param outlook the marginal return of the run, where there is one
 * @param now milliseconds since 1970, where the age of the last record is to be shown
 */
export function verdictOf(run: Run, findings: readonly Finding[], outlook?: MarginalReturnOutlook, now = NaN): Verdict {
  for (const { state, badge, fits } of precedence) {
    const finding = findings.find((each) => fits(each, run));
    if (finding) return { state, badge: badge(finding, run, now), sentence: sentenceOf(finding, run) };
  }
  if (run.sources.length === 0 && run.checkpointFiles.length > 0) return { state: run.status === 'finished' ? 'finished' : 'unsure', badge: say`checkpoints only`, sentence: run.statusReason };
  if (run.status === 'finished') return finished(run, outlook);
  if (outlook?.decision === 'unsure' && outlook.available < outlook.needed) return unsure(outlook);
  return healthy(run, outlook);
}

interface Precedence {
  readonly state: RunState;
  readonly badge: (finding: Finding, run: Run, now: number) => string;
  readonly fits: (finding: Finding, run: Run) => boolean;
}

/** In this order: what broke, who is gone, what to stop, what to do next, what to look at. */
const precedence: readonly Precedence[] = [
  { state: 'diverged', badge: ({ rule }) => (rule === 'non-finite' ? say`not finite` : say`diverged`), fits: isBroken },
  { state: 'dead', badge: (_, run, now) => say`dead${ageOf(run, now)}`, fits: ({ rule }) => rule === 'dead' },
  { state: 'finished', badge: ({ rule }) => shortNames[rule]?.() ?? say`finished`, fits: (finding, run) => run.status === 'finished' && isHealthStop(finding) },
  { state: 'stop', badge: ({ rule }) => shortNames[rule]?.() ?? say`stop`, fits: (finding, run) => finding.level === 'stop' && run.status !== 'finished' },
  { state: 'decay', badge: () => say`start decay`, fits: ({ rule }, run) => rule === 'decay-now' && run.status !== 'finished' },
  { state: 'stalled', badge: (_, run, now) => say`stalled${ageOf(run, now)}`, fits: ({ rule }) => rule === 'stall' },
  { state: 'warning', badge: ({ rule }) => shortNames[rule]?.() ?? say`look`, fits: ({ level }, run) => level === 'warning' && run.status !== 'finished' },
  { state: 'wait', badge: () => say`wait`, fits: ({ rule }, run) => rule === 'wait-for-decay' && run.status !== 'finished' },
];

function isBroken({ rule, level }: Finding): boolean {
  return level === 'stop' && (rule === 'divergence' || rule === 'non-finite');
}

/** A finished run is past stopping for a small return, but not past having learned nothing. */
function isHealthStop({ rule, level }: Finding): boolean {
  return level === 'stop' && rule !== 'marginal-return';
}

const shortNames: Readonly<Partial<Record<RuleId, () => string>>> = {
  'marginal-return': () => say`stop`,
  'never-learned': () => say`not learning`,
  overfitting: () => say`overfitting`,
  'loss-spike': () => say`loss spike`,
  'gradient-explosion': () => say`gradients explode`,
  'gradient-vanishing': () => say`gradients vanish`,
  'learning-rate': () => say`learning rate`,
  'throughput-drop': () => say`slower`,
  'non-finite': () => say`not finite`,
  'identical-runs': () => say`copied values`,
  'spectral-collapse': () => say`collapse`,
  'identical-spectra': () => say`copied values`,
};

function sentenceOf(finding: Finding, run: Run): string {
  return run.status === 'finished' ? say`Finished at step ${formatStep(lastStep(run))}. ${finding.headline}` : finding.headline;
}

function ageOf(run: Run, now: number): string {
  const last = run.series.reduce((latest, { times }) => Math.max(latest, times?.at(-1) || -Infinity), -Infinity);
  return now - last > 0 && last > 0 ? ` ${formatAge(now - last)}` : '';
}

function finished(run: Run, outlook: MarginalReturnOutlook | undefined): Verdict {
  const curve = performanceOf(run, outlook);
  if (!curve) return { state: 'finished', badge: say`finished`, sentence: say`Finished at step ${formatStep(lastStep(run))}.` };
  const best = bestOf(curve, outlook);
  return {
    state: 'finished',
    badge: say`best ${formatNumber(best.value)}`,
    sentence: say`Finished at step ${formatStep(lastStep(run))}. Best ${nameOf(curve)} ${formatNumber(best.value)} at step ${formatStep(best.step)}.`,
  };
}

function unsure({ needed, available }: MarginalReturnOutlook): Verdict {
  const exist = available === 1 ? say`1 exists` : say`${formatStep(available)} exist`;
  return {
    state: 'unsure',
    badge: '',
    sentence: say`Too early to say: ${formatCount(needed, 'evaluation')} are needed for a 95 % interval, ${exist}.`,
  };
}

function healthy(run: Run, outlook: MarginalReturnOutlook | undefined): Verdict {
  const curve = performanceOf(run, outlook);
  const plan = run.plan.maxSteps === undefined ? '' : say` of ${formatStep(run.plan.maxSteps)}`;
  if (!curve && !hasMeaningfulLoss(run)) return { state: 'healthy', badge: '', sentence: say`Healthy at step ${formatStep(lastStep(run))}${plan}. Its loss is not judged.` };
  if (!curve) return { state: 'unsure', badge: '', sentence: say`No loss or other performance metric is logged yet.` };
  const { steps, values } = latestPoints(curve);
  const last = values.findLastIndex(Number.isFinite);
  const now = formatNumber(values[last]);
  return {
    state: 'healthy',
    badge: `${now} ${arrow(values)}`,
    sentence: say`Healthy. ${capitalised(nameOf(curve))} ${now} at step ${formatStep(steps[last])}${plan}${promise(run, outlook)}.`,
  };
}

/** "; the remaining 3,800 steps should bring it to 2.33–2.36", where there is a forecast. */
function promise(run: Run, outlook: MarginalReturnOutlook | undefined): string {
  const left = (run.plan.maxSteps ?? NaN) - lastStep(run);
  if (!outlook?.end || !(left > 0)) return '';
  return say`; the remaining ${formatCount(left, 'step')} should bring it to ${formatInterval(outlook.end.low, outlook.end.high)}`;
}

/** What the outlook is about, else a loss; undefined where the loss means nothing, for its best is none. */
function performanceOf(run: Run, outlook: MarginalReturnOutlook | undefined): Series | undefined {
  const chosen = outlook && (run.series.find(({ original }) => original === outlook.original) ?? seriesOf(run, outlook.metric));
  if (!chosen && !hasMeaningfulLoss(run)) return undefined;
  const series = chosen ?? seriesOf(run, metrics.evalLoss) ?? seriesOf(run, metrics.trainLoss) ?? seriesOf(run, metrics.trainLossEpoch);
  return series && series.values.some(Number.isFinite) ? series : undefined;
}

function bestOf(curve: Series, outlook: MarginalReturnOutlook | undefined): { readonly step: number; readonly value: number } {
  if (outlook?.best) return outlook.best;
  const { steps, values } = latestPoints(curve);
  const at = values.reduce((best, value, i) => (Number.isFinite(value) && !(value >= values[best]) ? i : best), values.findIndex(Number.isFinite));
  return { step: steps[at], value: values[at] };
}

function nameOf({ metric, original }: Series): string {
  if (metric === metrics.evalLoss) return say`evaluation loss`;
  return metric === metrics.trainLoss || metric === metrics.trainLossEpoch ? say`loss` : original;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const recentPoints = 5;

/** Median of the last five finite values before `end`. */
function levelAt(values: Float64Array, end: number): number {
  const running = new RunningMedian(recentPoints);
  for (let i = Math.max(0, end - recentPoints); i < end; i++) if (Number.isFinite(values[i])) running.push(values[i]);
  return running.median;
}

/** Compares the level now with the level a tenth of the points, but at least five, earlier. */
function arrow(values: Float64Array): string {
  const back = Math.max(recentPoints, Math.floor(values.length / 10));
  const change = levelAt(values, values.length) - levelAt(values, values.length - back);
  if (!Number.isFinite(change) || Math.abs(change) < 5e-4 * Math.abs(levelAt(values, values.length))) return '→';
  return change < 0 ? '↓' : '↑';
}
