import { isDetermined, type BenchmarkSummary, type DensityOverview, type ModelSummary } from '../../src/model/densityOverview';
import { formatNumber } from '../../src/model/format';
import type { ScalingOverview, SweepSummary } from '../../src/model/scalingOverview';
import type { PageSection } from '../components/page';
import { t } from '../components/translate';

/** Everything the density panel shows at one moment. */
export interface DensityView {
  /** Null where the workspace has no scores; the reason stands beside it. */
  readonly density: DensityOverview | null;
  readonly densityProblem: string | null;
  readonly sweeps: readonly SweepSummary[];
  /** Null without a sweep, while it is worked out, or where the law cannot be fitted. */
  readonly scaling: ScalingOverview | null;
  readonly scalingProblem: string | null;
  /** Key of the model that stands out. */
  readonly model: string | null;
  /** Multiple of the largest compute of the sweep that the plan is read for. */
  readonly compute: number;
  /** Whether densities on another benchmark or against another reference are being worked out. */
  readonly isWorking: boolean;
}

/** A part of the panel. */
export type Section = PageSection<DensityView>;

/** 124M, 1.3B, 2T. */
export function sizeText(count: number): string {
  if (!(count > 0 && count < Infinity)) return '–';
  const unit = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'k']].find(([size]) => count >= Number(size));
  return unit ? `${formatNumber(Number((count / Number(unit[0])).toPrecision(3)))}${unit[1]}` : formatNumber(Math.round(count));
}

/** FLOPs, which only their magnitude tells. */
export function flopsText(flops: number): string {
  return flops > 0 ? flops.toExponential(1).replace('e+', 'e') : '–';
}

const titles: ReadonlyMap<string, string> = new Map([
  ['mmlu_pro', 'MMLU-PRO'], ['mmlu', 'MMLU'], ['hellaswag', 'HellaSwag'], ['lambada', 'LAMBADA'], ['arc_easy', 'ARC easy'], ['arc_challenge', 'ARC challenge'], ['piqa', 'PIQA'],
  ['gsm8k', 'GSM8K'], ['humaneval', 'HumanEval'], ['bbh', 'BBH'], ['gpqa', 'GPQA'], ['musr', 'MUSR'], ['math', 'MATH'], ['ifeval', 'IFEval'], ['winogrande', 'WinoGrande'],
]);

/** A benchmark for people. */
export function benchmarkTitle(benchmark: string): string {
  return titles.get(benchmark) ?? benchmark.replaceAll('_', ' ');
}

/** Models that were made here; all where none was. */
export function ownModels(models: readonly ModelSummary[]): readonly ModelSummary[] {
  const own = models.filter(({ run }) => run !== null);
  return own.length > 0 ? own : models;
}

/** The one that stands out: the chosen one, else the densest of those made here. */
export function chosenModel({ density, model }: DensityView): ModelSummary | undefined {
  const models = density?.models ?? [];
  const measured = ownModels(models).filter(({ density: own }) => own !== null && isDetermined(own));
  return models.find(({ key }) => key === model) ?? densest(measured);
}

export function densest(models: readonly ModelSummary[]): ModelSummary | undefined {
  return models.reduce<ModelSummary | undefined>((best, one) => ((one.density?.value ?? 0) > (best?.density?.value ?? 0) ? one : best), undefined);
}

/** "2.4 months ahead". */
export function aheadText(months: number): string {
  return months < 0 ? t('{0} months behind', formatNumber(Number((-months).toFixed(1)))) : t('{0} months ahead', formatNumber(Number(months.toFixed(1))));
}

export function countText({ measured, models }: BenchmarkSummary): string {
  return measured === models ? String(models) : t('{0} of {1}', measured, models);
}
