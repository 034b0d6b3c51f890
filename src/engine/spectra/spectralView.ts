import { spectralReport } from '../../analyzers/spectra/spectralReport';
import { widthReport } from '../../analyzers/widths/widthReport';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { SpectralReport, WidthReport } from '../../model/spectralReport';
import type { JudgedRun } from '../judgedRun';

/** What the spectra of runs say, each report made at most once. */
export interface SpectralView {
  report(run: Run): SpectralReport | undefined;
  /** Over all runs. */
  widths(): WidthReport;
}

export function spectralView(all: readonly JudgedRun[], settings: Settings): SpectralView {
  let widths: WidthReport | undefined;
  return {
    report: (run) => spectralReportOf(run, settings),
    widths: () => (widths ??= widthReport(all.map(({ run }) => run), settings)),
  };
}

/** The report on a run, kept for as long as the run: one that has changed is another object. */
export function spectralReportOf(run: Run, settings: Settings): SpectralReport | undefined {
  const known = kept.get(run);
  if (known?.settings === settings) return known.report;
  const report = spectralReport(run, settings);
  kept.set(run, { settings, report });
  return report;
}

const kept = new WeakMap<Run, { readonly settings: Settings; readonly report: SpectralReport | undefined }>();
