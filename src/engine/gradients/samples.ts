import type { CrossInfluence } from '../../analyzers/blueprint/crossInfluence';

export type SampleId = string | number;

/** Influence by sample: its gradient norm, or its loss where no norm is known. */
export interface Samples {
  readonly ids: readonly SampleId[];
  readonly influence: readonly number[];
  readonly measure: 'gradient norm' | 'loss';
  /** The norms in each module, where they are known of all samples. */
  readonly byModule?: CrossInfluence;
}
