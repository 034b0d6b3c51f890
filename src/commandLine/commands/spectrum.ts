import { spectralReport } from '../../analyzers/spectralReport';
import { loadRuns } from '../../engine/loadRuns';
import { recordedSpectra } from '../../engine/spectra/recordedSpectrum';
import { MemoryCache } from '../../engine/spectra/spectraCache';
import { weightSpectraOf } from '../../engine/spectra/weightSpectraOf';
import { formatNumber, formatPercent } from '../../model/format';
import type { LayerSpectrum } from '../../model/spectrum';
import type { Command, Invocation, Outcome, Surroundings } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau spectrum`: ranks, concentration and tails of every layer of a checkpoint, or of a recorded run at its last step. */
export const spectrum: Command = {
  name: 'spectrum',
  usage: 'PATH  ranks, concentration and tails of the layers of a checkpoint or of a recorded run',
  options: { json: jsonOption, eigenvalues: { help: 'with all eigenvalues' }, exact: { help: 'no estimates, however long it takes' } },
  async run(invocation, around) {
    const weights = await weightSpectraOf(invocation.paths[0], { files: around.files, pool: around.pool(), cache: new MemoryCache(), normalisation: invocation.settings['spectrum.normalisation'], method: invocation.options.has('exact') ? 'exact' : 'auto' }, {});
    if (!('error' in weights)) return told(weights.layers, weights.troubles, invocation);
    const recorded = await ofRuns(invocation, around);
    return recorded.length > 0 ? told(recorded, [], invocation) : failed(weights.error);
  },
};

/** The latest spectra of the runs under the path, with eigenvalues where these were recorded. */
async function ofRuns({ paths, settings }: Invocation, { files, now }: Surroundings): Promise<readonly LayerSpectrum[]> {
  const runs = await loadRuns(paths, files, settings, now);
  if ('error' in runs) return [];
  const layers = await Promise.all(runs.map((run) => {
    const report = spectralReport(run, settings);
    return report ? recordedSpectra(run, report, settings, files) : [];
  }));
  return layers.flat();
}

function told(layers: readonly LayerSpectrum[], troubles: readonly string[], { options }: Invocation): Outcome {
  const shown = layers.map(({ eigenvalues, ...layer }) => (options.has('eigenvalues') ? { ...layer, eigenvalues } : layer));
  const text = options.has('json') ? toJson({ layers: shown, troubles }) : [...layers.map(line), ...troubles].join('\n');
  return { text: options.has('json') ? text : text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd'), status: 0 };
}

function line({ name, site, width, softRank, hardRank, concentration, effectiveDimension, tail, sampling, method, softRankError }: LayerSpectrum): string {
  return [
    `${name} (${site}, ${sampling}${method === 'estimated' ? `, estimated to ${formatPercent(softRankError)}` : ''})`,
    `  of ${width} dimensions: soft rank ${formatNumber(softRank)}, hard rank ${formatNumber(hardRank)}, effective dimension ${formatNumber(effectiveDimension)}, concentration ${formatNumber(concentration)}`,
    `  ${tail ? `tail exponent ${formatNumber(tail.alpha)} ± ${formatNumber(tail.sigma)} above ${formatNumber(tail.xmin)} (${tail.n} eigenvalues)` : 'no power law fits the tail'}`,
  ].join('\n');
}
