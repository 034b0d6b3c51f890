import { formatInterval, formatNumber, formatPercent, intervalOf } from '../../src/model/format';
import type { DensityOverview } from '../../src/model/densityOverview';
import type { RunState } from '../../src/model/verdict';
import { t } from '../components/translate';
import { aheadText, benchmarkTitle, chosenModel, type DensityView, flopsText, ownModels, sizeText } from './densityView';

export interface DensityVerdict {
  readonly state: RunState;
  readonly sentence: string;
}

/** The most urgent of what the figures say: a density that falls, a compression that lost, a plan that wastes, else where the models stand. */
export function densityVerdict(view: DensityView): DensityVerdict {
  const { density } = view;
  return (density && (falling(density) ?? worseCompression(density))) ?? wasteful(view) ?? (density ? standing(view, density) : lawOnly(view));
}

function falling({ courses, benchmark }: DensityOverview): DensityVerdict | undefined {
  const course = courses.find(({ trend }) => trend === 'falls');
  if (!course?.perDoubling) return undefined;
  const { value, low, high } = course.perDoubling;
  return { state: 'warning', sentence: t('Going on makes {0} less dense on {1}: its density changes by {2} per doubling of the tokens (95 %: {3}). A checkpoint before the fall is the better model.', course.model, benchmarkTitle(benchmark), formatPercent(Math.expm1(value)), `${formatInterval(100 * Math.expm1(low), 100 * Math.expm1(high))} %`) };
}

function worseCompression({ compression, benchmark }: DensityOverview): DensityVerdict | undefined {
  const lost = compression.filter((pair) => pair.verdict === 'less dense' && pair.benchmark === benchmark);
  if (lost.length === 0) return undefined;
  const worst = lost.reduce((a, b) => (b.ratio.value < a.ratio.value ? b : a));
  return { state: 'warning', sentence: t('{0} lost more than it saved: its density on {1} is {2} of that of {3} (95 %: {4}).', worst.model, benchmarkTitle(worst.benchmark), formatPercent(worst.ratio.value), worst.original, intervalOf(worst.ratio.value, worst.ratio.low, worst.ratio.high)) };
}

/** Below this share of its compute a plan would do better with another size. */
const wasted = 0.5;
/** Factor beyond the sweep to which a law is believed. */
const believed = 10;

function wasteful({ scaling }: DensityView): DensityVerdict | undefined {
  const plan = scaling?.plans.find(({ efficiency, beyond }) => efficiency < wasted && beyond <= believed);
  if (!plan) return undefined;
  return { state: 'warning', sentence: t('The plan of {0} is far from the best use of its {1} FLOPs: {2} parameters on {3} tokens would reach a loss of {4} instead of {5} by your own fit.', plan.name, flopsText(plan.flops), sizeText(plan.best.size), sizeText(plan.best.tokens), formatNumber(plan.best.loss), formatNumber(plan.loss)) };
}

function standing(view: DensityView, { benchmark, trend, reference, benchmarks, models }: DensityOverview): DensityVerdict {
  const chosen = chosenModel(view);
  if (!chosen?.density) return { state: 'unsure', sentence: t('No model has a density on {0}: every score lies outside of the range of {1}.', benchmarkTitle(benchmark), reference.name) };
  const { value, low, high } = chosen.density;
  const is = t('{0} does on {1} what {2} parameters of the reference do: density {3} (95 %: {4}).', chosen.label, benchmarkTitle(benchmark), sizeText(chosen.effectiveParameters?.value ?? NaN), formatNumber(value), intervalOf(value, low, high));
  if (trend && chosen.monthsAhead !== null) return { state: 'healthy', sentence: `${is} ${t('Against the trend, which doubles in {0} days, it is {1}.', formatNumber(Math.round(trend.doublingDays.value)), aheadText(chosen.monthsAhead))}` };
  const median = benchmarks.find((one) => one.benchmark === benchmark)?.median;
  return { state: 'healthy', sentence: ownModels(models).length > 1 && median !== null && median !== undefined ? `${is} ${t('The median of all models is {0}.', formatNumber(median))}` : is };
}

function lawOnly({ scaling, scalingProblem, densityProblem }: DensityView): DensityVerdict {
  const best = scaling?.slice?.best;
  if (best) return { state: 'healthy', sentence: t('{0} FLOPs are best spent on {1} parameters and {2} tokens: a loss of {3} (95 %: {4}) by the fit to {5}.', flopsText(best.flops), sizeText(best.size.value), sizeText(best.tokens.value), formatNumber(best.loss.value), intervalOf(best.loss.value, best.loss.low, best.loss.high), scaling.sweep.name) };
  if (scaling) return { state: 'healthy', sentence: t('The loss of {0} follows {1} with a residual of {2}.', scaling.sweep.name, scaling.formula, formatNumber(scaling.rmse)) };
  return { state: 'unsure', sentence: scalingProblem ?? densityProblem ?? t('The law is being fitted…') };
}
