import { widthReport, widthReportOf } from '../../analyzers/widths/widthReport';
import { widthTable, type WidthTable } from '../../formats/statistics/widthTable';
import { formatCount } from '../../model/format';
import type { Settings } from '../../model/settings';
import type { WidthReport } from '../../model/spectralReport';
import type { Files } from '../files';
import { readText } from '../files';
import { loadRuns } from '../loadRuns';
import type { WeightHistory } from './weightHistory';

/** How ranks grow with the width, over tables of a sweep or over the runs under the paths; a sentence where neither tells. */
export async function widthReportAt(paths: readonly string[], files: Files, settings: Settings, now: number, weights?: WeightHistory): Promise<WidthReport | { readonly error: string }> {
  const tables = await Promise.all(paths.map((path) => tableAt(path, files)));
  const read = tables.filter((table) => typeof table === 'object');
  if (read.length > 0) {
    const report = widthReportOf(read.flatMap(({ rows }) => rows), settings);
    const troubles = [...read.flatMap((table) => table.troubles), ...report.troubles];
    return report.groups.length > 0 ? { ...report, troubles } : { error: ['No group of the rows has two widths of the FFN, so that nothing can be compared.', ...troubles].join(' ') };
  }
  const runs = await loadRuns(paths, files, settings, now, weights);
  if ('error' in runs) return runs;
  const report = widthReport(runs, settings);
  if (report.groups.length > 0) return report;
  const why = tables.find((table) => typeof table === 'string') ?? `Spectra of at least two FFN widths are needed, and ${formatCount(runs.length, 'run')} found in ${paths.join(', ')} do not have them: name the folders of runs with the recorder, of models of several widths, or a table of ranks by width.`;
  return { error: [why, ...report.troubles].join(' ') };
}

/** Undefined for what is no table at all. */
async function tableAt(path: string, files: Files): Promise<WidthTable | string | undefined> {
  if (!/\.[ct]sv$/i.test(path)) return undefined;
  const text = await readText(files.source(path), largest);
  return text === undefined ? undefined : widthTable(text);
}

const largest = 64e6;
