import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { WidthRow } from '../../model/spectralReport';
import type { SpectrumSite } from '../../model/spectrum';
import { medianOf } from '../../numerics/medianOf';
import { samplingStatus } from '../../numerics/spectrum/samplingStatus';
import { layerCourses, type LayerCourse } from '../spectra/layerCourses';
import { groupName } from './groupName';

/** The ranks of a layer at the end of a run. */
export interface LayerRanks {
  readonly layer: string;
  readonly softRank: number;
  readonly hardRank: number;
}

/** Runs that differ in their width at most, so far as their files tell. */
export interface RunsOfWidths {
  readonly name: string;
  readonly site: SpectrumSite;
  readonly rows: readonly (WidthRow & { readonly layers: readonly LayerRanks[]; readonly hiddenSize: number | undefined })[];
}

/** As the authors aggregate: the last five records of a layer → their median → the median over layers. */
export function groupsOfRuns(runs: readonly Run[], settings: Settings): readonly RunsOfWidths[] {
  const groups = new Map<string, RunsOfWidths>();
  for (const row of runs.flatMap((run) => rowsOf(run, settings))) {
    const name = groupName(row);
    groups.set(name, { name, site: row.site, rows: [...groups.get(name)?.rows ?? [], row] });
  }
  return [...groups.values()];
}

function rowsOf(run: Run, settings: Settings): RunsOfWidths['rows'][number][] {
  const courses = layerCourses(run, settings['spectrum.normalisation']);
  return (['pre', 'post'] as const).flatMap((site) => {
    const own = courses.filter((course) => course.site === site && isWholeLayer(course.layer) && course.width > 0);
    const layers = own.flatMap((course) => lastRanks(course) ?? []);
    if (layers.length === 0) return [];
    return [{
      group: traits(run), site, width: medianOf(own.map(({ width }) => width)), run: run.name, layers, hiddenSize: run.model.hiddenSize,
      softRank: medianOf(layers.map(({ softRank }) => softRank)), hardRank: medianOf(layers.map(({ hardRank }) => hardRank)),
    }];
  });
}

/** Spectra of rare and frequent tokens are parts of a layer. */
function isWholeLayer(layer: string): boolean {
  return !/^\d+\//.test(layer);
}

const records = 5;

/** Medians over the last records that are not severely under-sampled; undefined without any. */
export function lastRanks({ layer, measures, rows, widths, steps }: LayerCourse): LayerRanks | undefined {
  const sampled = Array.from(steps.keys()).filter((i) => {
    const status = samplingStatus(rows[i], widths[i]);
    return status !== 'severely under-sampled' && Number.isFinite(measures.hardRank[i]) && Number.isFinite(measures.softRank[i]);
  }).slice(-records);
  if (sampled.length === 0) return undefined;
  return { layer, softRank: medianOf(sampled.map((i) => measures.softRank[i])), hardRank: medianOf(sampled.map((i) => measures.hardRank[i])) };
}

/** What a law must not mix. */
function traits({ model, hyperparameters }: Run): string {
  const size = model.hiddenSize === undefined ? [] : [say`hidden size ${model.hiddenSize}`];
  const layers = model.layers === undefined ? [] : [say`${model.layers} layers`];
  return [hyperparameters.optimizer, hyperparameters.normalisation, ...size, ...layers].filter((part) => part !== undefined && part !== '').join(' · ');
}
