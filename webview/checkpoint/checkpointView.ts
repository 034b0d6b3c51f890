import type { SpectraProgress } from '../../src/engine/protocol';
import type { Checkpoint } from '../../src/model/checkpoint';
import type { WeightSpectra } from '../../src/model/spectralReport';
import type { PageSection } from '../components/page';

/** Another checkpoint of the same run. */
export interface Sibling {
  readonly path: string;
  readonly name: string;
}

/** Everything the summary of a checkpoint shows at one moment. */
export interface CheckpointView {
  readonly checkpoint: Checkpoint;
  readonly filter: string;
  readonly spectra: WeightSpectra | null;
  /** How far the spectra are while they are worked out; null otherwise. */
  readonly progress: Pick<SpectraProgress, 'done' | 'total' | 'name'> | null;
  /** Name of the matrix whose eigenvalues are shown. */
  readonly chosen: string | null;
  readonly siblings: readonly Sibling[];
  /** The sibling to compare with, as far as it has been read. */
  readonly other: { readonly path: string; readonly checkpoint: Checkpoint | null; readonly spectra: WeightSpectra | null } | null;
}

/** A part of the panel. */
export type Section = PageSection<CheckpointView>;
