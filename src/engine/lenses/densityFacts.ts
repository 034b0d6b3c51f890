import type { ConfigEntry } from '../../model/config';
import { isDetermined, type DensityOverview, type ModelSummary } from '../../model/densityOverview';
import { formatNumber, formatPercent, formatStep } from '../../model/format';
import { say } from '../../model/say';
import type { PlanSummary, ScalingOverview } from '../../model/scalingOverview';
import type { JudgedRun } from '../judgedRun';
import type { LensFact } from '../protocol';

/** What is known of densities and scaling laws without working anything out. */
export interface KnownDensities {
  readonly density: DensityOverview | undefined;
  readonly scaling: ScalingOverview | undefined;
}

/**
 * What densities and scaling laws say about a line of a configuration: the density of the model that it names or sizes, what the budget buys
 * by the law, and what quantising costs.
 */
export function densityFacts({ key, value }: ConfigEntry, own: readonly JudgedRun[], { density, scaling }: KnownDensities): readonly Omit<LensFact, 'line'>[] {
  const name = key.slice(key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase();
  if (nameKeys.has(name)) return density ? namedFact(String(value), density, own) : [];
  if (sizeKeys.has(name)) return [...ownDensities(density, own), ...planFacts(scaling, own)].slice(0, 1);
  if (budgetKeys.has(name)) return planFacts(scaling, own);
  return density && (quantKeys.has(name) || /quant\w*\.(?:\w+\.)*(?:w_?)?bits$/.test(key)) ? quantFact(density, own) : [];
}

const nameKeys = new Set(['model_name_or_path', 'base_model', 'base_model_name_or_path', 'model_name', 'pretrained_model_name_or_path', '_name_or_path']);
const sizeKeys = new Set(['n_layer', 'num_hidden_layers', 'num_layers', 'hidden_size', 'n_embd', 'd_model', 'num_parameters', 'n_params']);
const budgetKeys = new Set(['max_steps', 'max_iters', 'train_iters', 'max_duration', 'max_tokens', 'train_tokens']);
const quantKeys = new Set(['load_in_4bit', 'load_in_8bit']);

type Fact = Omit<LensFact, 'line'>;

function namedFact(named: string, { models, benchmark }: DensityOverview, own: readonly JudgedRun[]): readonly Fact[] {
  const last = named.slice(named.lastIndexOf('/') + 1);
  const model = models.find((one) => one.density !== null && isDetermined(one.density) && (one.model === named || one.model.slice(one.model.lastIndexOf('/') + 1) === last));
  return model && last !== '' ? [{ run: own[0]?.run.id ?? '', text: say`${densityText(model, benchmark)} · show`, panel: 'density' }] : [];
}

function ownDensities(density: DensityOverview | undefined, own: readonly JudgedRun[]): readonly Fact[] {
  return own.flatMap(({ run }) => {
    const model = density?.models.findLast((one) => one.run === run.id && one.density !== null && isDetermined(one.density));
    return density && model ? [{ run: run.id, text: say`${run.name}: ${densityText(model, density.benchmark)} · show`, panel: 'density' as const }] : [];
  });
}

function densityText({ density, monthsAhead }: ModelSummary, benchmark: string): string {
  const trend = monthsAhead === null ? '' : say`, ${formatNumber(Number(Math.abs(monthsAhead).toFixed(1)))} months ${monthsAhead < 0 ? say`behind` : say`ahead of`} the trend`;
  return say`density ${formatNumber(Number((density?.value ?? NaN).toPrecision(3)))} on ${benchmark}${trend}`;
}

function planFacts(scaling: ScalingOverview | undefined, own: readonly JudgedRun[]): readonly Fact[] {
  return own.flatMap(({ run }) => scaling?.plans.filter((plan) => plan.run === run.id && plan.beyond <= believed).map((plan) => planFact(plan, run.id)) ?? []);
}

/** Factor beyond the sweep up to which its law is believed. */
const believed = 10;

function planFact({ efficiency, best, loss }: PlanSummary, run: string): Fact {
  const said = efficiency > 0.9 ? say`near the best use of its compute, expected loss ${formatNumber(loss)}` : say`${formatPercent(efficiency)} of its compute would do; ${formatStep(best.size)} parameters would be best`;
  return { run, text: say`${said} · show`, panel: 'density' };
}

function quantFact({ compression }: DensityOverview, own: readonly JudgedRun[]): readonly Fact[] {
  const quantised = compression.filter(({ model }) => /\d\s*-?bit|int[48]|q[2-8]_|gptq|awq|nf4/i.test(model));
  const lost = quantised.filter(({ verdict }) => verdict === 'less dense').length;
  if (quantised.length === 0 || own.length === 0) return [];
  return [{ run: own[0].run.id, text: lost === 1 ? say`1 of ${quantised.length} quantised models here is less dense than the original · show`
    : say`${lost} of ${quantised.length} quantised models here are less dense than the original · show`, panel: 'density' }];
}
