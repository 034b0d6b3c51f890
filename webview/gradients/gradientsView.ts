import type { RunSummary } from '../../src/engine/protocol';
import type { GradientProgress, GradientReport, GradientTail, SampleReport, TailOver } from '../../src/model/gradientReport';
import type { PageSection } from '../components/page';
import { t } from '../components/translate';

/** How the influence of modules is measured: as it is, or per parameter, so that large modules do not always win. */
export type InfluenceMeasure = 'norm' | 'perParameter';

/** Everything the gradient panel shows at one moment. */
export interface GradientsView {
  readonly summary: RunSummary;
  readonly report: GradientReport;
  readonly measure: InfluenceMeasure;
  /** The tail that is shown. */
  readonly over: TailOver;
  /** The tails that are known, those over coordinates only once they were asked for. */
  readonly tails: readonly GradientTail[];
  /** What is being worked out, and how far it is. */
  readonly progress: GradientProgress | null;
  /** Why the tail over coordinates is not known. */
  readonly refusal: string | null;
  /** Null where there is no file about samples. */
  readonly samples: SampleReport | { readonly error: string } | null;
  /** Name of the module that stands out. */
  readonly chosen: string | null;
}

/** What the person can ask of the panel. */
export interface GradientsActions {
  chooseMeasure(measure: InfluenceMeasure): void;
  chooseModule(name: string): void;
  chooseTail(over: TailOver): void;
  testFit(): void;
  cancel(): void;
  export(kind: 'csv' | 'json' | 'samples'): void;
}

/** A part of the panel. */
export type Section = PageSection<GradientsView>;

export function overTitle(over: TailOver): string {
  switch (over) {
    case 'modules': return t('over modules');
    case 'steps': return t('over steps');
    case 'coordinates': return t('over coordinates');
    case 'samples': return t('over samples');
  }
}
