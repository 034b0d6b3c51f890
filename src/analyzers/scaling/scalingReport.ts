import type { Estimate } from '../../model/estimate';
import { listed } from '../../model/format';
import { say } from '../../model/say';
import { quantile } from '../../numerics/scaling/bootstrap';
import { conditioningOf, type Conditioning } from '../../numerics/scaling/conditioning';
import { hardestPulling, leaveOneOut } from '../../numerics/scaling/influence';
import { parameterNames, type SeparableLaw } from '../../numerics/scaling/separableLaw';
import { valuesOf } from '../../numerics/scaling/variableProjection';
import { drawnEstimates } from './drawnEstimates';
import { fitQuality } from './fitQuality';
import { fitSweep, type FittedSweep } from './fitSweep';
import { forecastsOf, type ScalingForecast } from './scalingForecast';
import { repeatedComparison, type RepeatedComparison } from './repeatedComparison';
import { scalingLaws, type ScalingLawId } from './scalingLaw';
import type { Sweep } from './sweep';

/** A law fitted to a sweep, with all that says how far it can be believed. */
export interface ScalingReport {
  readonly law: ScalingLawId;
  readonly formula: string;
  readonly parameters: Readonly<Record<string, Estimate>>;
  readonly objective: number;
  readonly misfit: string;
  /** Number of rows that the law was fitted to. */
  readonly rows: number;
  /** Logarithm of the observed over the fitted loss, one per row. */
  readonly residuals: readonly number[];
  readonly points: readonly { readonly row: number; readonly n: number; readonly d: number; readonly loss: number; readonly fitted: number }[];
  readonly rmse: number;
  readonly rSquared: number;
  readonly refits: number;
  readonly conditioning: Conditioning | undefined;
  /** The rows without which the parameters would change most, in units of their deviations. */
  readonly influence: readonly { readonly row: number; readonly largest: number; readonly shifts: Readonly<Record<string, number>> }[];
  readonly forecasts: readonly ScalingForecast[];
  /** How the published law for repeated data does on these rows. */
  readonly published?: RepeatedComparison;
  readonly notes: readonly string[];
}

/** Fits a law to a sweep; a sentence where that is not possible. The intervals rest on `refits` draws of a bootstrap. */
export function scalingReport(sweep: Sweep, id: ScalingLawId, refits = scalingLaws[id].refits): ScalingReport | { readonly error: string } {
  const fitted = fitSweep(sweep, id, refits);
  return 'error' in fitted ? fitted : reportOn(fitted);
}

/** What a fit says. */
export function reportOn({ sweep, id, at, fit, draws, again }: FittedSweep): ScalingReport {
  const law = scalingLaws[id];
  const estimates = drawnEstimates({ parameters: fit.parameters, draws }, at.shape, law.named);
  const fitted = valuesOf(at, fit.parameters);
  const deviations = fit.parameters.map((_, j) => deviation(draws.map((draw) => draw[j])));
  return {
    law: id, formula: law.formula, parameters: estimates, objective: fit.objective, misfit: law.misfitName(), rows: sweep.n.length,
    residuals: Array.from(fitted, (x, i) => Math.log(sweep.loss[i] / x)),
    points: sweep.rows.map((row, i) => ({ row, n: sweep.n[i], d: sweep.d[i], loss: sweep.loss[i], fitted: fitted[i] })),
    ...fitQuality(sweep.loss, fitted), refits: draws.length,
    conditioning: conditioningOf(at, fit, law.misfit),
    influence: influenceOf(sweep, leaveOneOut(hardestPulling(at, fit, law.misfit, deviations, influencesTried), fit, again, deviations), at),
    forecasts: forecastsOf(id, sweep, fit, draws),
    published: id === 'repeated' ? repeatedComparison(sweep) : undefined,
    notes: [...sweep.notes, ...floorNotes(sweep, estimates.E?.value ?? 0), ...edgeNotes(estimates)],
  };
}

const influencesTried = 40;
const influencesShown = 10;

function influenceOf(sweep: Sweep, influences: ReturnType<typeof leaveOneOut>, law: SeparableLaw): ScalingReport['influence'] {
  const names = parameterNames(law);
  return influences.slice(0, influencesShown).map(({ point, largest, shifts }) => (
    { row: sweep.rows[point], largest, shifts: Object.fromEntries(names.map((name, j) => [name, shifts[j]])) }));
}

function floorNotes({ loss }: Sweep, floor: number): readonly string[] {
  const below = loss.filter((x) => x < floor).length;
  if (below === 0) return [];
  return [below === 1 ? say`1 of the losses lies below the fitted irreducible loss of ${floor.toPrecision(4)}, so the law does not hold for it.`
    : say`${below} of the losses lie below the fitted irreducible loss of ${floor.toPrecision(4)}, so the law does not hold for them.`];
}

/** A parameter whose interval reaches zero is not determined by the data. */
function edgeNotes(parameters: Readonly<Record<string, Estimate>>): readonly string[] {
  const loose = Object.entries(parameters).filter(([, { value, low, high }]) => low <= 0 && high >= 0 && value >= 0).map(([name]) => name);
  return loose.length === 0 ? [] : [say`The rows do not determine ${listed(loose)}: the interval reaches zero.`];
}

/** Half the width of the interval that holds two thirds: not moved by a few refits that ran away. */
function deviation(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (quantile(sorted, 0.8413) - quantile(sorted, 0.1587)) / 2;
}
