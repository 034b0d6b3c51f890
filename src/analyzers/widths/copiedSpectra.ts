import { latestPoints } from '../../model/latestPoints';
import type { Run } from '../../model/run';
import { spectralColumn } from '../../model/spectralMetric';
import type { Series } from '../../model/series';

/** A layer whose hard ranks are the same in two runs. */
export interface CopiedSpectra {
  readonly first: Run;
  readonly second: Run;
  readonly layer: string;
  readonly site: string;
  /** Step of the third identical record in a row, up to the last. */
  readonly since: number;
  readonly records: number;
}

/** Last records that are compared; a coincidence of three is out of the question at this many digits. */
const compared = 5;
const shortest = 3;
const digits = 6;

/**
 * The first layer of each pair of runs whose last (three to five) hard ranks agree to the last bit. Runs of one file, and runs
 * of the same width, which the same seed makes equal, are left to the comparison of losses.
 */
export function copiedSpectra(runs: readonly Run[]): readonly CopiedSpectra[] {
  const seen = new Map<string, { readonly run: Run; readonly width: number }>();
  const found = new Map<string, CopiedSpectra>();
  for (const run of runs) {
    for (const series of run.series) {
      const column = spectralColumn(series.metric);
      if (column?.measure !== 'hardRank') continue;
      const tail = tailOf(series);
      if (!tail) continue;
      const width = widthOf(run, column.site, column.layer);
      const earlier = seen.get(`${series.metric} ${tail.key}`);
      if (!earlier) seen.set(`${series.metric} ${tail.key}`, { run, width });
      else if (areOfDifferentWidth(earlier, { run, width })) {
        const pair = `${earlier.run.id}\n${run.id}`;
        if (!found.has(pair)) found.set(pair, { first: earlier.run, second: run, layer: column.layer, site: column.site, since: tail.since, records: tail.records });
      }
    }
  }
  return [...found.values()];
}

function areOfDifferentWidth(a: { readonly run: Run; readonly width: number }, b: { readonly run: Run; readonly width: number }): boolean {
  const sharesFile = a.run.sources.some(({ path }) => b.run.sources.some((source) => source.path === path));
  return a.run !== b.run && !sharesFile && Number.isFinite(a.width) && Number.isFinite(b.width) && a.width !== b.width;
}

function tailOf(series: Series): { readonly key: string; readonly since: number; readonly records: number } | undefined {
  const { steps, values } = latestPoints(series);
  const tail = values.subarray(-compared);
  const telling = tail.filter((value) => Number.isFinite(value) && Number(value.toPrecision(digits - 1)) !== value);
  if (new Set(telling).size < shortest) return undefined;
  return { key: tail.join(' '), since: steps[Math.max(0, steps.length - tail.length) + shortest - 1], records: tail.length };
}

function widthOf(run: Run, site: string, layer: string): number {
  const widths = run.series.find(({ metric }) => metric === `spectrum/${site}/width/${layer}`);
  return widths?.values.at(-1) ?? run.model.ffnSize ?? NaN;
}
