import { densityOverview, type DensityMaterial } from '../../analyzers/density/densityOverview';
import { scalingOverview, type OfferedSweep, type PlannedRun } from '../../analyzers/scaling/scalingOverview';
import type { DensityQuestion } from '../../model/densityOverview';
import type { ScalingQuestion } from '../../model/scalingOverview';
import type { Settings } from '../../model/settings';
import { nameFrom } from './nameFrom';

/** A question about densities as it is sent to a thread. */
export interface DensityTask extends Omit<DensityMaterial, 'nameOf'> {
  readonly roots: readonly string[];
  readonly settings: Settings;
  readonly question: DensityQuestion;
}

export interface ScalingTask {
  readonly sweep: OfferedSweep;
  readonly plans: readonly PlannedRun[];
  readonly settings: Settings;
  readonly question: ScalingQuestion;
}

export function answerDensity({ roots, settings, question, ...material }: DensityTask) {
  return densityOverview({ ...material, nameOf: nameFrom(roots) }, settings, question);
}

export function answerScaling({ sweep, plans, settings, question }: ScalingTask) {
  return scalingOverview(sweep, plans, settings, question);
}
