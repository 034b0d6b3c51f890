import type { Density } from './densityOf';
import type { ModelRow } from './models';

/** A model of a table, its score on one benchmark and its density by that. */
export interface ModelDensity extends ModelRow {
  readonly score: number;
  /** Tokens with which the reference was compared; null where they do not matter. */
  readonly comparedAt: number | null;
  readonly result: Density;
}
