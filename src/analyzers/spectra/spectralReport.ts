import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { CollapseTrend, SpectralReport } from '../../model/spectralReport';
import type { UtilisationNormalisation } from '../../model/spectrum';
import { shareOfWidth } from '../../numerics/spectrum/utilisation';
import { judgedLayers, type JudgedLayer } from './judgedLayers';
import { lossNear } from './lossCourse';
import { runCandidates } from '../widths/runCandidates';

/** Everything that the spectra of a run say, layer by layer; undefined where it logs none. */
export function spectralReport(run: Run, settings: Settings): SpectralReport | undefined {
  const normalisation = settings['spectrum.normalisation'];
  const layers = judgedLayers(run, settings);
  if (layers.length === 0) return undefined;
  return {
    run: run.id,
    normalisation,
    layers: layers.map((judged) => {
      const { layer, site, width, tokens, sampling, steps, measures } = judged.course;
      return { layer, site, width, tokens, sampling, steps, measures, trend: trendOf(judged, run, settings, normalisation) };
    }),
    candidates: runCandidates(run, layers.filter(({ verdict }) => verdict.state === 'healthy').map(({ course }) => course)),
  };
}

const fewestRecords = 3;

function trendOf({ records, verdict }: JudgedLayer, run: Run, settings: Settings, normalisation: UtilisationNormalisation): CollapseTrend | null {
  const { steps, possible } = records;
  if (steps.length < fewestRecords) return null;
  const last = steps.length - 1;
  const { state, onset, projection } = verdict;
  const shown = (share: number): number => shareOfWidth(1 + share * (possible[last] - 1), possible[last], normalisation);
  const crossing = state === 'falling' ? projection?.crossing : undefined;
  const onsetStep = onset < 0 ? null : steps[onset];
  return {
    state,
    floor: shown(settings['spectrum.collapseUtilisation']),
    onset: onsetStep,
    lossAtOnset: onsetStep === null ? null : lossNear(run, onsetStep) ?? null,
    crossing: crossing ? { step: crossing.at, low: Math.max(crossing.low, steps[last]), high: crossing.high } : null,
    fit: courseOf(records, projection, crossing?.at ?? steps[last], shown),
  };
}

const pointsOnCourse = 32;

/** Points on the fitted line: straight on a logarithmic axis, curved on a linear one. */
function courseOf({ steps }: JudgedLayer['records'], projection: JudgedLayer['verdict']['projection'], end: number, shown: (share: number) => number): CollapseTrend['fit'] {
  if (!projection) return { steps: new Float64Array(0), values: new Float64Array(0) };
  const { start, line } = projection;
  const on = Float64Array.from({ length: pointsOnCourse }, (_, i) => steps[start] + ((end - steps[start]) * i) / (pointsOnCourse - 1));
  return { steps: on, values: on.map((step) => shown(Math.exp(line.intercept + line.slope * step))) };
}
