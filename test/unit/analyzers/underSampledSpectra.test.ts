import { describe, expect, it } from 'vitest';
import { spectralCollapse } from '../../../src/analyzers/spectralCollapse';
import { spectralReport } from '../../../src/analyzers/spectra/spectralReport';
import { underSampledSpectra } from '../../../src/analyzers/underSampledSpectra';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from './runWith';

describe('under-sampled spectra', () => {
  const steps = Array.from({ length: 12 }, (_, i) => 100 * (i + 1));
  const run = runWith({
    'spectrum/post/hardRank/3': steps.map((step, i) => [step, 60 * 0.4 ** i + 1.01]),
    'spectrum/post/width/3': steps.map((step) => [step, 3072]),
    'spectrum/post/tokens/3': steps.map((step) => [step, 234]),
  });

  it('give no verdict, and a note that says why', () => {
    expect(spectralCollapse.analyse(run, defaultSettings)).toEqual([]);
    expect(spectralReport(run, defaultSettings)?.layers[0]).toMatchObject({ sampling: 'severely under-sampled', trend: null });
    expect(underSampledSpectra.analyse(run, defaultSettings)).toMatchObject([{
      level: 'note', since: 100, headline: 'The spectra of layer 3 rest on 234 tokens at a width of 3,072: no verdict is given on them.',
    }]);
  });

  it('are no matter of well-sampled ones', () => {
    const well = { ...run, series: run.series.map((series) => series).filter(({ metric }) => !metric.includes('tokens')) };
    expect(underSampledSpectra.analyse(well, defaultSettings)).toEqual([]);
    expect(spectralCollapse.analyse(well, defaultSettings)).toHaveLength(1);
  });
});
