import { describe, expect, it } from 'vitest';
import { spectralReportOf, spectralView } from '../../../../src/engine/spectra/spectralView';
import { defaultSettings, withSetting, type Settings } from '../../../../src/model/settings';
import { runWith, type Point } from '../../analyzers/runWith';

const ranks: Point[] = [[100, 40], [200, 41], [300, 42]];
const recorded = () => runWith({ 'spectrum/post/hardRank/0': ranks, 'spectrum/post/softRank/0': ranks, 'spectrum/post/width/0': ranks.map(([step]) => [step, 64]) });

describe('spectralReportOf', () => {
  it('makes a report once for a run as it is and for the settings as they are', () => {
    const run = recorded();
    const report = spectralReportOf(run, defaultSettings);
    expect(report?.layers[0].measures.hardUtilisation[2]).toBe(42 / 64);
    expect(spectralReportOf(run, defaultSettings)).toBe(report);
    expect(spectralReportOf({ ...run }, defaultSettings)).not.toBe(report);
    const other = spectralReportOf(run, withSetting(defaultSettings, 'spectrum.normalisation', 'B') as Settings);
    expect(other?.layers[0].measures.hardUtilisation[2]).toBe(41 / 63);
  });
});

describe('spectralView', () => {
  it('compares the widths of all runs once', () => {
    const view = spectralView([{ run: recorded(), findings: [], stoppers: [] }], defaultSettings);
    expect(view.widths()).toBe(view.widths());
  });
});
