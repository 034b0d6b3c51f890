import type { Curve, RunDetail, SeriesSummary } from '../../src/engine/protocol';
import { metrics } from '../../src/model/metric';
import type { MarginalReturnReport } from '../../src/model/report';
import type { Host } from '../components/host';
import { newestOnly } from '../components/pace';
import type { StepAxis } from '../charts/stepAxis';

export type CurveRole = 'performance' | 'train' | 'eval' | 'rate';

type Wanted = Readonly<Record<string, SeriesSummary>>;
interface Window {
  readonly run: string;
  readonly wanted: Wanted;
  readonly fromStep: number | null;
  readonly toStep: number | null;
  readonly pixels: number;
}

/** The series that the loss chart shows, by what they are to it. */
export function curvesToShow(detail: RunDetail, report: MarginalReturnReport | null): Partial<Record<CurveRole, SeriesSummary>> {
  const find = (metric: string) => detail.series.find((series) => series.metric === metric);
  const [train, evaluation] = [find(metrics.trainLoss), find(metrics.evalLoss)];
  const performance = performanceSeries(detail, report);
  const isLoss = performance !== undefined && (performance === train || performance === evaluation);
  return withoutEmpty({
    performance,
    train: isLoss && performance !== train ? train : undefined,
    eval: isLoss && performance !== evaluation ? evaluation : undefined,
    rate: find(metrics.learningRate) ?? find(metrics.learningRateMultiplier),
  });
}

/** The series that the report judges; without a report, the one that the summary names, or a loss, or any. */
function performanceSeries({ series, summary }: RunDetail, report: MarginalReturnReport | null): SeriesSummary | undefined {
  const judged = report && series.find(({ metric, original }) => metric === report.metric && original === report.original);
  if (judged) return judged;
  const byPreference = [report?.metric, summary.metric, metrics.evalLoss, metrics.trainLoss].map((name) => series.find(({ metric }) => metric === name));
  return byPreference.find((found) => found !== undefined) ?? series.find(({ points }) => points > 1);
}

/** Keeps the curves of the steps in view at the resolution of the screen, asking again when either changes. */
export class Curves {
  readonly #ask: (window: Window) => void;
  #byRole: Partial<Record<CurveRole, Curve>> = {};

  constructor(host: Host, changed: () => void, failed: (error: unknown) => void) {
    this.#ask = newestOnly(
      async ({ run, wanted, ...window }: Window) => Object.fromEntries(await Promise.all(Object.entries(wanted).map(async ([role, { metric, original }]) =>
        [role, await host.call('curve', { run, metric, original, ...window })] as const))),
      (curves) => {
        this.#byRole = withoutEmpty(curves as Record<CurveRole, Curve | undefined>);
        changed();
      },
      failed);
  }

  get byRole(): Partial<Record<CurveRole, Curve>> {
    return this.#byRole;
  }

  request(detail: RunDetail, report: MarginalReturnReport | null, steps: StepAxis, pixels: number): void {
    this.#ask({
      run: detail.summary.id, wanted: curvesToShow(detail, report) as Wanted, pixels: Math.max(64, Math.round(pixels)),
      fromStep: steps.zoomed?.from ?? null, toStep: steps.zoomed?.to ?? null,
    });
  }
}

function withoutEmpty<K extends string, V>(record: Readonly<Record<K, V | null | undefined>>): Partial<Record<K, V>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)) as Partial<Record<K, V>>;
}
