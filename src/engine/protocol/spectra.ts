import type { Checkpoint } from '../../model/checkpoint';
import type { SpectralReport, WeightSpectra, WidthReport } from '../../model/spectralReport';
import type { LayerSpectrum, SpectrumSite } from '../../model/spectrum';
import type { Refusal } from './refusal';

/** What the editor asks of the engine about checkpoints and spectra. A sentence comes back where something cannot be read. */
export type SpectralApi = {
  /** What a checkpoint file or folder holds, from its headers. */
  checkpoint(path: string): Checkpoint | Refusal;
  /** The spectra of the weights of a checkpoint; tells `spectraProgress` meanwhile. Null when it was cancelled. */
  weightSpectra(path: string): WeightSpectra | Refusal | null;
  cancelWeightSpectra(path: string): void;
  /** Spectra over the steps of a run; null when none were recorded. */
  spectralReport(run: string): SpectralReport | null;
  /** The spectrum of one layer at one step with its eigenvalues; null when only measures were recorded. */
  layerSpectrum(request: LayerSpectrumRequest): LayerSpectrum | null;
  /** How ranks grow with the width, over all runs. */
  widthReport(request: null): WidthReport;
};

export interface LayerSpectrumRequest {
  readonly run: string;
  readonly layer: string;
  readonly site: SpectrumSite;
  readonly step: number;
}

/** How far the spectra of a checkpoint are. */
export interface SpectraProgress {
  readonly path: string;
  readonly done: number;
  readonly total: number;
  /** The matrix that was finished last. */
  readonly name: string;
}
