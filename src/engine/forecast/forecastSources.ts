import { fineTuningCandidates, isFineTuningTable } from '../../analyzers/fineTuning/fineTuningCandidates';
import { fineTuningRuns, type Training } from '../../analyzers/fineTuning/fineTuningRuns';
import { largestNamed, measuredSizes } from '../../analyzers/fineTuning/fineTuningSizes';
import type { Candidate } from '../../model/fineTuning';
import type { ForecastSubject } from '../../model/forecastReport';
import type { Run } from '../../model/run';
import type { Table } from '../../model/table';
import { sizesNeeded } from '../../numerics/forecast/forecastLosses';

/** What a forecast is made from. */
export interface ForecastSource {
  readonly subject: ForecastSubject;
  readonly candidates: readonly Candidate[];
  /** Largest size that the source names, measured or not; 0 where it names none. */
  readonly named: number;
  /** The runs behind the losses; none behind those of a table. */
  readonly trainings: readonly Training[];
}

export interface ForecastSources {
  /** Those with most models first. */
  readonly sources: readonly ForecastSource[];
  readonly troubles: readonly string[];
}

/** Tables and groups of runs in which some model was fine-tuned on enough sizes. `nameOf` gives a path its name for people. */
export function forecastSources(tables: readonly Table[], runs: readonly Run[], nameOf: (path: string) => string): ForecastSources {
  const read = tables.filter(isFineTuningTable).map((table) => ({ table, candidates: fineTuningCandidates(table) }));
  const ofTables = read.flatMap(({ table, candidates }) => ('error' in candidates ? [] : [sourceOf({ id: table.path, name: nameOf(table.path), origin: 'table' }, candidates, largestNamed(table), [])]));
  const ofRuns = fineTuningRuns(runs).map(({ dataset, candidates, trainings }) => sourceOf({ id: `runs:${dataset}`, name: dataset, origin: 'runs' }, candidates, 0, trainings));
  return {
    sources: [...ofTables, ...ofRuns].filter(({ candidates }) => candidates.some(({ sizes }) => sizes.length >= sizesNeeded.plateau)).sort((a, b) => b.candidates.length - a.candidates.length),
    troubles: read.flatMap(({ table, candidates }) => ('error' in candidates ? [`${nameOf(table.path)}: ${candidates.error}`] : [])),
  };
}

function sourceOf(about: Pick<ForecastSubject, 'id' | 'name' | 'origin'>, candidates: readonly Candidate[], named: number, trainings: readonly Training[]): ForecastSource {
  return { subject: { ...about, models: candidates.length, sizes: measuredSizes(candidates) }, candidates, named, trainings };
}
