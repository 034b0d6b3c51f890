import type { CompressionSummary, DensityCourse, DensityOverview, ModelSummary } from '../../model/densityOverview';
import type { Finding } from '../../model/finding';
import { formatNumber, formatPercent } from '../../model/format';
import { lastStep, type Run } from '../../model/run';
import { say } from '../../model/say';
import type { PlanSummary, ScalingOverview } from '../../model/scalingOverview';

/** What densities and a scaling law say against runs of the workspace: one that only becomes more costly, one that compression spoiled, a plan of the wrong size. */
export function densityFindings(density: DensityOverview | undefined, scaling: ScalingOverview | undefined, runs: readonly Run[]): readonly Finding[] {
  const of = (id: string | null) => runs.find((run) => run.id === id);
  return [
    ...(density?.courses.flatMap((course) => fallingFinding(course, density, of(course.run))) ?? []),
    ...(density?.compression.flatMap((pair) => compressionFinding(pair, density, of(runOf(pair, density.models)))) ?? []),
    ...(scaling?.plans.flatMap((plan) => planFinding(plan, scaling, of(plan.run))) ?? []),
  ];
}

function runOf({ model }: CompressionSummary, models: readonly ModelSummary[]): string | null {
  return models.find((one) => one.model === model)?.run ?? null;
}

function fallingFinding({ model, trend, perDoubling }: DensityCourse, { benchmark, reference }: DensityOverview, run: Run | undefined): readonly Finding[] {
  if (!run || trend !== 'falls' || !perDoubling) return [];
  return [{
    rule: 'density-falling', level: 'warning', run: run.id, since: lastStep(run),
    headline: say`Density of ${model} on ${benchmark} is falling: ${formatPercent(Math.expm1(perDoubling.value))} per doubling of the tokens, so that training on only adds cost.`,
    evidence: [{ label: say`ln density per doubling`, value: perDoubling.value, low: perDoubling.low, high: perDoubling.high, reference: 0 }, { label: say`Reference`, value: reference.name }],
    advice: [{ text: say`Keep the checkpoint before the fall; look for data that is repeated or a rate that is too high before going on.` }],
  }];
}

function compressionFinding({ model, original, ratio, verdict, benchmark }: CompressionSummary, { reference }: DensityOverview, run: Run | undefined): readonly Finding[] {
  if (!run || verdict !== 'less dense') return [];
  return [{
    rule: 'compression-less-dense', level: 'warning', run: run.id, since: lastStep(run),
    headline: say`${model} lost more than compression saved: its density on ${benchmark} is ${formatPercent(ratio.value)} of that of ${original}.`,
    evidence: [{ label: say`Density over the original`, value: ratio.value, low: ratio.low, high: ratio.high, reference: 1 }, { label: say`Reference`, value: reference.name }],
    advice: [{ text: say`Compress less, or train on after compressing; a smaller dense model of the same cost does better as it is.` }],
  }];
}

/** Share of its compute with which the best model would do as well, below which a plan is worth changing. */
const wasted = 0.5;
/** Factor beyond the sweep up to which its law is believed. */
const believed = 10;

function planFinding({ name, size, tokens, efficiency, best, loss, beyond }: PlanSummary, { sweep }: ScalingOverview, run: Run | undefined): readonly Finding[] {
  // What is over cannot be planned anew, and what the sweep itself holds was meant to differ.
  if (!run || run.status !== 'active' || efficiency >= wasted || beyond > believed || sweep.id.startsWith('runs:')) return [];
  return [{
    rule: 'far-from-compute-optimal', level: 'note', run: run.id, since: lastStep(run),
    headline: say`${name} is far from the best use of its compute by the fit to ${sweep.name}: ${formatPercent(efficiency)} of it would do for a loss of ${formatNumber(loss)}.`,
    evidence: [
      { label: say`Parameters`, value: size, reference: best.size }, { label: say`Tokens`, value: tokens, reference: best.tokens },
      { label: say`Expected loss`, value: loss, reference: best.loss }, { label: say`Outside of the sweep by`, value: beyond, reference: believed },
    ],
    advice: [{ text: say`The same compute on ${best.size.toExponential(1)} parameters and ${best.tokens.toExponential(1)} tokens should reach ${formatNumber(best.loss)}; a smaller model trained for longer may still be right where inference costs more than training.` }],
  }];
}
