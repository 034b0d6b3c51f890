import { spectralReport } from '../../analyzers/spectra/spectralReport';
import { loadRuns } from '../../engine/loadRuns';
import { recordedSpectra } from '../../engine/spectra/recordedSpectrum';
import { MemoryCache } from '../../engine/spectra/spectraCache';
import { newestCheckpoint } from '../../engine/spectra/newestCheckpoint';
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
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one checkpoint or run: plateau spectrum PATH.' : undefined),
  async run(invocation, around) {
    const [path] = invocation.paths;
    const weights = await weightsAt(path, invocation, around);
    if (!('error' in weights)) return told(weights.layers, weights.layers.length > 0 ? weights.troubles : [...weights.troubles, 'It holds no matrix of real numbers, so there is no spectrum.'], invocation);
    const recorded = await ofRuns(invocation, around);
    if (recorded.length > 0) return told(recorded, [], invocation);
    const newest = await newestCheckpoint(path, around.files);
    const latest = newest === undefined ? weights : await weightsAt(newest, invocation, around);
    if (!('error' in latest)) return told(latest.layers, [`These are the weights of ${latest.path}, the latest checkpoint in the folder.`, ...latest.troubles], invocation);
    if (/\.(?:[ct]sv|jsonl?)$/i.test(path)) return failed(`${path} is neither a checkpoint nor the log of a run with spectra; plateau width reads tables of ranks.`);
    return failed((await around.files.kindOf(path)) === 'folder' ? `${latest.error} ${unrecorded}` : latest.error);
  },
};

/** The runs in a folder without weights may have been meant. */
const unrecorded = 'No run in it has spectra either: put plateau_recorder.py into its training loop to have them.';

function weightsAt(path: string, invocation: Invocation, around: Surroundings) {
  return weightSpectraOf(path, { files: around.files, pool: around.pool(), cache: new MemoryCache(), normalisation: invocation.settings['spectrum.normalisation'], method: invocation.options.has('exact') ? 'exact' : 'auto' }, {});
}

/** A layer with the run that it is of, where there may be several. */
type ToldLayer = LayerSpectrum & { readonly run?: string };

/** The latest spectra of the runs under the path, with eigenvalues where these were recorded. */
async function ofRuns({ paths, settings }: Invocation, { files, now }: Surroundings): Promise<readonly ToldLayer[]> {
  const runs = await loadRuns(paths, files, settings, now);
  if ('error' in runs) return [];
  const layers = await Promise.all(runs.map(async (run) => {
    const report = spectralReport(run, settings);
    return report ? (await recordedSpectra(run, report, settings, files)).map((layer) => ({ ...layer, run: run.name })) : [];
  }));
  return layers.flat();
}

function told(layers: readonly ToldLayer[], troubles: readonly string[], { options }: Invocation): Outcome {
  const shown = layers.map(({ eigenvalues, ...layer }) => (options.has('eigenvalues') ? { ...layer, eigenvalues } : layer));
  const text = options.has('json') ? toJson({ layers: shown, troubles }) : [...layers.map(line), ...troubles].join('\n');
  return { text, status: 0 };
}

function line({ run, name, site, width, softRank, hardRank, concentration, effectiveDimension, tail, sampling, method, softRankError, eigenvalues }: ToldLayer): string {
  const measures = [['soft rank', softRank], ['hard rank', hardRank], ['effective dimension', effectiveDimension], ['concentration', concentration]] as const;
  const known = measures.filter(([, value]) => Number.isFinite(value)).map(([label, value]) => `${label} ${formatNumber(value)}`);
  return [
    `${run === undefined ? '' : `${run}: `}${name} (${site}, ${sampling}${method === 'estimated' ? `, estimated to ${formatPercent(softRankError)}` : ''})`,
    `  of ${width === width ? String(width) : 'an unknown number of'} dimensions: ${known.join(', ') || 'no rank is known'}`,
    ...(tail ? [`  tail exponent ${formatNumber(tail.alpha)} ± ${formatNumber(tail.sigma)} above ${formatNumber(tail.xmin)} (${tail.n} eigenvalues)${tail.alpha > notPowerLaw ? ', too steep for a power law' : ''}`] : eigenvalues ? ['  no power law fits the tail'] : []),
  ].join('\n');
}

/** Exponents above are no power law in WeightWatcher's reading. */
const notPowerLaw = 8;
