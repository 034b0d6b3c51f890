import { widthReport } from '../../analyzers/widths/widthReport';
import type { Handlers } from '../../model/rpc';
import type { Run } from '../../model/run';
import { shortModuleName } from '../../model/shortModuleName';
import type { LayerSpectrum } from '../../model/spectrum';
import type { Settings } from '../../model/settings';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import type { EngineEvents, LayerSpectrumRequest, SpectralApi } from '../protocol';
import { checkpointAt } from './checkpointAt';
import { recordedSpectrum } from './recordedSpectrum';
import type { SpectraCache } from './spectraCache';
import { spectralReportOf } from './spectralView';
import { weightSpectraOf } from './weightSpectraOf';

/** What the service needs of the engine. */
export interface SpectralSurroundings {
  readonly files: Files;
  readonly cache: SpectraCache;
  /** Started at first use. */
  pool(): KernelPool;
  run(id: string): Run | undefined;
  runs(): readonly Run[];
  settings(): Settings;
  tell<E extends keyof EngineEvents>(event: E, argument: Parameters<EngineEvents[E]>[0]): void;
}

/** Answers what the editor asks about checkpoints and spectra. */
export class SpectralService {
  readonly #around: SpectralSurroundings;
  /** Of the checkpoints that are being worked on, so that asking twice costs once. */
  readonly #working = new Map<string, { readonly cancel: AbortController; readonly result: ReturnType<SpectralService['weightSpectra']> }>();

  constructor(around: SpectralSurroundings) {
    this.#around = around;
  }

  readonly handlers: Handlers<SpectralApi> = {
    checkpoint: (path) => checkpointAt(path, this.#around.files),
    weightSpectra: (path) => this.weightSpectra(path),
    cancelWeightSpectra: (path) => this.#working.get(path)?.cancel.abort(new Cancelled()),
    spectralReport: (id) => {
      const run = this.#around.run(id);
      return (run && spectralReportOf(run, this.#around.settings())) ?? null;
    },
    layerSpectrum: async (request) => {
      const run = this.#around.run(request.run);
      if (!run) return null;
      if (request.site === 'weight') return (await this.#weightSpectrum(run, request)) ?? null;
      return (await recordedSpectrum(run, request, this.#around.settings(), this.#around.files)) ?? null;
    },
    widthReport: () => widthReport(this.#around.runs(), this.#around.settings()),
  };

  weightSpectra(path: string): Promise<Awaited<ReturnType<typeof weightSpectraOf>> | null> {
    const known = this.#working.get(path);
    if (known) return known.result;
    const cancel = new AbortController();
    const result = this.#compute(path, cancel.signal).finally(() => this.#working.delete(path));
    this.#working.set(path, { cancel, result });
    return result;
  }

  /** Of the checkpoint at the step; one that was overwritten since is no longer there to be asked. */
  async #weightSpectrum(run: Run, { layer, step }: LayerSpectrumRequest): Promise<LayerSpectrum | undefined> {
    for (const checkpoint of run.checkpointFiles.filter((file) => file.step === step || file.step === null)) {
      const spectra = await this.weightSpectra(checkpoint.path);
      if (spectra === null || 'error' in spectra || (checkpoint.step ?? spectra.step) !== step) continue;
      const found = spectra.layers.find(({ name }) => shortModuleName(name) === layer);
      if (found) return found;
    }
    return undefined;
  }

  async #compute(path: string, signal: AbortSignal): ReturnType<SpectralService['weightSpectra']> {
    const { files, cache, settings, tell } = this.#around;
    try {
      return await weightSpectraOf(path, { files, cache, pool: this.#around.pool(), normalisation: settings()['spectrum.normalisation'] }, {
        signal, progress: (progress) => tell('spectraProgress', { path, ...progress }),
      });
    } catch (error) {
      if (error instanceof Cancelled) return null;
      throw error;
    }
  }
}

/** Why work ended before it was done: someone asked for that. */
class Cancelled extends Error {}
