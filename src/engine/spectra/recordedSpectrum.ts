import { plateauStatistics } from '../../formats/statistics/plateauStatistics';
import { readEigenvalues } from '../../formats/statistics/readEigenvalues';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { LayerHistory, SpectralReport } from '../../model/spectralReport';
import type { LayerSpectrum } from '../../model/spectrum';
import { marchenkoPastur } from '../../numerics/spectrum/marchenkoPastur';
import { samplingStatus } from '../../numerics/spectrum/samplingStatus';
import { spectrumMeasures } from '../../numerics/spectrum/spectrumMeasures';
import type { Files } from '../files';
import type { LayerSpectrumRequest } from '../protocol';
import { rounding, tailOf, withoutRounding } from './tailOf';

/** The latest spectra of every layer of a run: with eigenvalues where these were recorded, else as its series tell. */
export async function recordedSpectra(run: Run, { layers }: SpectralReport, settings: Settings, files: Files): Promise<readonly LayerSpectrum[]> {
  const found = await Promise.all(layers.map(async (history) => {
    const step = history.steps[history.steps.length - 1];
    return await recordedSpectrum(run, { run: run.id, layer: history.layer, site: history.site, step }, settings, files) ?? fromHistory(history, settings);
  }));
  return found;
}

function fromHistory({ layer, site, width, tokens, sampling, measures }: LayerHistory, settings: Settings): LayerSpectrum {
  const latest = (values: Float64Array): number => values[values.length - 1] ?? NaN;
  return {
    name: layer, role: site === 'weight' ? 'other' : 'ffn', layer: blockOf(layer), shape: [tokens ?? NaN, width], width, site, tokens, sampling,
    method: 'exact', softRankError: 0,
    softRank: latest(measures.softRank), hardRank: latest(measures.hardRank), concentration: latest(measures.concentration), topShare: latest(measures.topShare),
    softUtilisation: latest(measures.softUtilisation), hardUtilisation: latest(measures.hardUtilisation), normalisation: settings['spectrum.normalisation'],
    sui: latest(measures.sui), effectiveDimension: latest(measures.effectiveDimension), stableRank: latest(measures.stableRank), spectralNorm: latest(measures.spectralNorm),
    tail: null, bulk: null,
  };
}

function blockOf(layer: string): number | null {
  return /^\d+$/.test(layer) ? Number(layer) : null;
}

/** The spectrum of an FFN's activations as the recorder wrote it, with its eigenvalues; undefined where it wrote none. */
export async function recordedSpectrum(run: Run, { layer, site, step }: LayerSpectrumRequest, settings: Settings, files: Files): Promise<LayerSpectrum | undefined> {
  const statistics = run.sources.filter(({ format }) => format === plateauStatistics.id);
  for (const { path } of statistics) {
    const stored = await readEigenvalues(files.source(path), { layer, site, step });
    if (!stored) continue;
    const { width, tokens } = stored;
    const eigenvalues = stored.eigenvalues.toSorted().reverse();
    const measures = spectrumMeasures(eigenvalues, width, settings['spectrum.normalisation']);
    if (!measures) return undefined;
    const rows = tokens === tokens ? tokens : null;
    const real = withoutRounding(eigenvalues, Math.max(width, rows ?? 0), rounding.single);
    const bulk = rows === null ? undefined : marchenkoPastur(real, rows, width);
    return {
      name: layer, role: 'ffn', layer: blockOf(layer), shape: [rows ?? NaN, width], width, site,
      tokens: rows, sampling: samplingStatus(tokens, width), method: 'exact', softRankError: 0, ...measures,
      tail: tailOf(real),
      bulk: bulk ?? null, eigenvalues,
    };
  }
  return undefined;
}
