import type { Finding } from '../../model/finding';
import type { GradientMeasurement } from '../../model/gradient';
import type { Settings } from '../../model/settings';

/** A column over steps. */
export interface StepColumn {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** What a run and its checkpoints tell of its gradients. Plain data. */
export interface GradientEvidence {
  readonly run: string;
  /** Null where only the norm of all gradients together is known. */
  readonly measurement: GradientMeasurement | null;
  /** Checkpoint that the measurement is from; null where it is the log. */
  readonly path: string | null;
  readonly step: number | null;
  /** Norms of single modules over the steps, finite. */
  readonly norms: readonly (StepColumn & { readonly name: string })[];
  /** Norm of all gradients over the steps, finite, and what it is called in the log. */
  readonly total: (StepColumn & { readonly original: string }) | null;
  readonly loss: StepColumn | null;
  /** Threshold of the norm; undefined where nothing tells. */
  readonly clip: number | undefined;
  /** A checkpoint that holds the state of an optimizer. */
  readonly checkpoint: string | null;
  /** Why the newest checkpoint could not be used, where that is worth saying. */
  readonly trouble: string | null;
  readonly findings: readonly Finding[];
  readonly settings: Settings;
}
