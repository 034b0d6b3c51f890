import type { TensorRole } from './checkpoint';

/** Where gradient norms come from, the most trusted first. */
export type GradientSource = 'recorder' | 'log' | 'optimizer state';

/**
 * In which unit norms are: of the gradient itself; of the gradient after clipping, where only shares tell something; restored from the
 * logged norm of all; or of a mean of gradients, which is shorter than the gradients.
 */
export type GradientScale = 'gradient' | 'after clipping' | 'restored' | 'mean gradient';

/** L2 norm of the gradient of one module over several batches. */
export interface ModuleGradient {
  readonly name: string;
  /** Number of values; null where nothing tells. */
  readonly parameters: number | null;
  readonly gradNormMean: number;
  readonly gradNormMedian: number | null;
  readonly gradNormStd: number | null;
  /** Block in which it stands, from 0; null outside the blocks. */
  readonly layer: number | null;
  readonly role: TensorRole;
  /** Its name rests on an order of the parameters that their shapes do not prove. */
  readonly assumed: boolean;
  /** Only its adapter was trained: norm and number of values are the adapter's. */
  readonly adapted?: true;
  /** Rows of its matrices whose gradient is 0 up to rounding, of all rows; absent where unknown. */
  readonly silentRows?: number;
  readonly rows?: number;
}

/** Gradient norms of the modules of one model. */
export interface GradientMeasurement {
  readonly source: GradientSource;
  readonly scale: GradientScale;
  readonly modules: readonly ModuleGradient[];
  readonly model: string | null;
  /** Batches over which the norms were taken; null for a running mean. */
  readonly batches: number | null;
  /** Sentences on what is assumed, left out or doubtful. */
  readonly notes: readonly string[];
}
