import type { DensityOverview, DensityQuestion } from '../../model/densityOverview';
import type { ScalingOverview, ScalingQuestion, SweepSummary } from '../../model/scalingOverview';
import type { Refusal } from './refusal';

/** What the editor asks of the engine about capability density and scaling laws. */
export type DensityApi = {
  /** Densities of the models that the tables of the workspace hold. */
  densityOverview(question: DensityQuestion): DensityOverview | Refusal;
  /** The sweeps that a scaling law may be fitted to, those with most rows first. */
  sweeps(request: null): readonly SweepSummary[];
  scalingOverview(question: ScalingQuestion): ScalingOverview | Refusal;
};
