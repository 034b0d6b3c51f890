import { statisticsLine, type StatisticsLine } from '../../formats/statistics/statisticsRecords';
import { numberOf } from '../../formats/tolerantJson';
import type { SampleId, Samples } from './samples';

/** Samples of the recorder's file, in which the last record of a sample holds; undefined where it has none. */
export function recordedSamples(text: string): Samples | undefined {
  const records = text.split('\n').flatMap((line) => (line.includes('"samples"') ? statisticsLine(line) ?? [] : [])).filter(isRecord);
  const measured = measures.map((measure) => ({ ...measure, lasting: lastOf(records.filter((record) => Array.isArray(record[measure.key]))) })).find(({ lasting }) => lasting.size > 0);
  if (!measured) return undefined;
  const { key, name, lasting } = measured;
  const ids = [...lasting.keys()];
  return { ids, influence: [...lasting.values()].map((place) => valueAt(place.record[key], place)), measure: name, byModule: byModule(ids, [...lasting.values()]) };
}

const measures = [{ key: 'gradNorms', name: 'gradient norm' }, { key: 'losses', name: 'loss' }] as const;

type SamplesRecord = StatisticsLine & { readonly ids: readonly SampleId[] };

/** Where the values of a sample stand. */
interface Place {
  readonly record: SamplesRecord;
  readonly index: number;
}

function isRecord(line: StatisticsLine): line is SamplesRecord {
  return line.kind === 'samples' && Array.isArray(line.ids) && line.ids.every((id) => typeof id === 'string' || typeof id === 'number');
}

function lastOf(records: readonly SamplesRecord[]): ReadonlyMap<SampleId, Place> {
  return new Map(records.flatMap((record) => record.ids.map((id, index) => [id, { record, index }] as const)));
}

function valueAt(list: unknown, { index }: Place): number {
  return Array.isArray(list) ? numberOf(list[index]) ?? NaN : NaN;
}

/** Norms by module, where every sample has them. */
function byModule(samples: readonly SampleId[], places: readonly Place[]): Samples['byModule'] {
  const norms = places.map(({ record }) => normsOf(record));
  if (norms.some((one) => Object.keys(one).length === 0)) return undefined;
  const modules = [...new Set(norms.flatMap(Object.keys))];
  // A module that no sample of a record reached is not in that record.
  return { modules, samples, values: Float64Array.from(modules.flatMap((module) => places.map((place, i) => (module in norms[i] ? valueAt(norms[i][module], place) : 0)))) };
}

function normsOf({ moduleGradNorms: norms }: SamplesRecord): Readonly<Record<string, unknown>> {
  return typeof norms === 'object' && norms !== null ? norms as Readonly<Record<string, unknown>> : {};
}
