import { bootstrap, interval95, quantile, type Refit } from '../../numerics/scaling/bootstrap';
import { conditioningOf, type Conditioning } from '../../numerics/scaling/conditioning';
import { hardestPulling, leaveOneOut } from '../../numerics/scaling/influence';
import { parameterNames, type SeparableLaw } from '../../numerics/scaling/separableLaw';
import { refit, valuesOf, variableProjection } from '../../numerics/scaling/variableProjection';
import type { Estimate } from './estimate';
import { fitQuality } from './fitQuality';
import { forecastsOf, type ScalingForecast } from './scalingForecast';
import { repeatedComparison, type RepeatedComparison } from './repeatedComparison';
import { scalingLaws, sweepProblem, type ScalingLawId } from './scalingLaw';
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
  const law = scalingLaws[id];
  const problem = sweepProblem(law, sweep);
  if (problem !== undefined) return { error: problem };
  const at = law.at(sweep);
  const fit = variableProjection(at, sweep.loss, law.misfit);
  const again: Refit = (weights, start) => refit(at, sweep.loss, { ...law.misfit, weights }, start);
  const draws = bootstrap(sweep.n.length, fit, again, refits);
  const named = draws.map(law.named);
  const estimates = mapped(law.named(fit.parameters), (value, name) => ({ value, ...interval95(named.map((one) => one[name])) }));
  const fitted = valuesOf(at, fit.parameters);
  const deviations = fit.parameters.map((_, j) => deviation(draws.map((draw) => draw[j])));
  return {
    law: id, formula: law.formula, parameters: estimates, objective: fit.objective, misfit: law.misfitName, rows: sweep.n.length,
    residuals: Array.from(fitted, (x, i) => Math.log(sweep.loss[i] / x)),
    points: sweep.rows.map((row, i) => ({ row, n: sweep.n[i], d: sweep.d[i], loss: sweep.loss[i], fitted: fitted[i] })),
    ...fitQuality(sweep.loss, fitted), refits,
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
  return below === 0 ? [] : [`${below} of the losses ${below === 1 ? 'lies' : 'lie'} below the fitted irreducible loss of ${floor.toPrecision(4)}, so the law does not hold for ${below === 1 ? 'it' : 'them'}.`];
}

/** A parameter whose interval reaches zero is not determined by the data. */
function edgeNotes(parameters: Readonly<Record<string, Estimate>>): readonly string[] {
  const loose = Object.entries(parameters).filter(([, { value, low, high }]) => low <= 0 && high >= 0 && value >= 0).map(([name]) => name);
  return loose.length === 0 ? [] : [`The rows do not determine ${loose.join(' and ')}: the interval reaches zero.`];
}

function mapped<T>(record: Readonly<Record<string, number>>, of: (value: number, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value, name)]));
}

/** Half the width of the interval that holds two thirds: not moved by a few refits that ran away. */
function deviation(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (quantile(sorted, 0.8413) - quantile(sorted, 0.1587)) / 2;
}
