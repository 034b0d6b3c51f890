import type { RunDetail } from '../../src/engine/protocol';
import type { MarginalReturnReport, Resource } from '../../src/model/report';
import type { Settings } from '../../src/model/settings';
import type { PageSection } from '../components/page';

/** Everything the run panel shows at one moment. */
export interface RunView {
  readonly detail: RunDetail;
  readonly settings: Settings;
  readonly muted: boolean;
  readonly resource: Resource;
  /** The marginal return as the settings have it, against the chosen resource. */
  readonly report: MarginalReturnReport | null;
  /** The same with the threshold that is being tried; null when none is. */
  readonly trial: MarginalReturnReport | null;
}

/** A part of the panel. */
export type Section = PageSection<RunView>;

/** Step at which the plan ends, as far as anything tells. */
export function plannedSteps({ detail, report }: Pick<RunView, 'detail' | 'report'>): number | null {
  return report?.plannedSteps ?? detail.summary.plannedSteps ?? null;
}
