import type { GradientReport, GradientTail, SampleReport, TailOver } from '../../model/gradientReport';
import type { Refusal } from './refusal';

/** What the editor asks of the engine about gradients. A sentence comes back where nothing is known, null where it was cancelled. */
export type GradientApi = {
  /** Everything that is known of the gradients of a run. Reads the optimizer of its newest checkpoint only where the log has no norms by module. */
  gradientReport(run: string): GradientReport | Refusal | null;
  /** The tail over single coordinates, from the optimizer state of the newest checkpoint. */
  gradientCoordinates(run: string): GradientTail | Refusal | null;
  /** One of the tails with its goodness of fit by a bootstrap, which takes long. */
  gradientGoodness(request: GoodnessRequest): GradientTail | Refusal | null;
  /** Which samples carry the gradient; null also where there is no file about samples beside the run. */
  gradientSamples(run: string): SampleReport | Refusal | null;
  /** Ends what is being worked out about the gradients of a run. */
  cancelGradients(run: string): void;
};

export interface GoodnessRequest {
  readonly run: string;
  readonly over: TailOver;
}
