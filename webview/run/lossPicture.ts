import type { Curve } from '../../src/engine/protocol';
import { formatNumber, formatStep } from '../../src/model/format';
import { paletteColour } from '../../src/model/palette';
import type { ForecastBand } from '../../src/model/report';
import { t } from '../components/translate';
import type { Band, Line, Picture, Point } from '../charts/picture';
import type { StepAxis } from '../charts/stepAxis';
import type { ColourName } from '../charts/theme';
import { valueLimits } from '../charts/valueLimits';
import { linearScale } from '../charts/valueScale';
import type { CurveRole } from './curves';
import { plannedSteps, type RunView } from './runView';

type CurvesByRole = Partial<Record<CurveRole, Curve>>;

/** The loss with what was fitted to it and what is forecast. */
export function lossPicture(view: RunView, curves: CurvesByRole, steps: StepAxis): Picture {
  const forecast = view.report?.forecast;
  const last = view.detail.summary.lastStep;
  const colour: ColourName = paletteColour(view.detail.summary.colour).name;
  const lines = [...measured(curves, colour), ...fitted(forecast, last)];
  const bands: readonly Band[] = forecast ? [{ label: t('95 %'), colour, points: bandPoints(forecast, last) }] : [];
  return {
    sentence: sentence(view, curves), lines, bands, rules: [], marks: [],
    axis: { title: '', scale: linearScale, ...valueLimits(lines, bands, steps) }, stepsShown: curves.rate === undefined,
  };
}

export function ratePicture(curves: CurvesByRole, { view }: StepAxis): Picture {
  const points = curves.rate ? pointsOf(curves.rate) : [];
  const values = points.filter(({ x, y }) => x >= view.from && x <= view.to && Number.isFinite(y)).map(({ y }) => y);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  return {
    sentence: points.length === 0 ? t('No learning rate is logged.')
      : t('The learning rate is {0} at step {1} and {2} at most.', formatNumber(points[points.length - 1].y), formatStep(points[points.length - 1].x), formatNumber(high)),
    lines: [{ label: curves.rate?.original ?? '', colour: 'muted', points, width: 1.25 }],
    bands: [], rules: [], marks: [], axis: { title: '', scale: linearScale, low: 0, high: high > 0 ? high * 1.08 : 1 }, stepsShown: true,
  };
}

function pointsOf({ steps, values }: Curve): readonly Point[] {
  return Array.from(steps, (x, i) => ({ x, y: values[i] }));
}

/** Dots only where they are few enough to be told apart. */
const mostDots = 60;

/** Whether there are more points than can be drawn: then they fill an area, and what was fitted must show through. */
function isDense({ points, steps }: Curve): boolean {
  return points > steps.length && steps.length > mostDots * 4;
}

function measured({ performance, train, eval: evaluation }: CurvesByRole, colour: ColourName): readonly Line[] {
  const other = (curve: Curve | undefined): readonly Line[] => curve
    ? [{ label: curve.original, colour: 'muted', points: pointsOf(curve), width: 1, weight: 0.7 }] : [];
  const main: readonly Line[] = performance
    ? [{ label: performance.original, colour, points: pointsOf(performance), width: isDense(performance) ? 1 : 1.5, weight: isDense(performance) ? 0.5 : 1, dots: performance.steps.length <= mostDots ? 2 : undefined }] : [];
  return [...other(train), ...other(evaluation), ...main];
}

function fitted(forecast: ForecastBand | undefined, last: number): readonly Line[] {
  if (!forecast) return [];
  const points = Array.from(forecast.steps, (x, i) => ({ x, y: forecast.median[i] }));
  const goesOn = points.some(({ x }) => x > last);
  return [{ label: goesOn ? t('fit, forecast') : t('fit'), colour: 'foreground', width: 1.25, weight: 0.8, points, expectedFrom: goesOn ? last : undefined }];
}

function bandPoints({ steps, low, high }: ForecastBand, last: number): Band['points'] {
  const points = Array.from(steps, (x, i) => ({ x, low: low[i], high: high[i] }));
  const turn = points.findIndex(({ x }) => x > last);
  return turn < 0 ? [] : points.slice(Math.max(0, turn - 1));
}

function sentence(view: RunView, { performance }: CurvesByRole): string {
  const finite = performance ? pointsOf(performance).filter(({ y }) => Number.isFinite(y)) : [];
  if (!performance || finite.length === 0) return t('No value of the loss has been logged yet.');
  const [first, last] = [finite[0], finite[finite.length - 1]];
  const fell = last.y < first.y ? t('falls') : last.y > first.y ? t('rises') : t('stays');
  const course = t('{0} {1} from {2} at step {3} to {4} at step {5}', performance.original, fell, formatNumber(first.y), formatStep(first.x), formatNumber(last.y), formatStep(last.x));
  const forecast = view.report?.forecast;
  const planned = plannedSteps(view);
  if (!forecast || forecast.steps.length === 0 || !planned || planned <= view.detail.summary.lastStep) return `${course}.`;
  const end = forecast.steps.length - 1;
  return t('{0}; the forecast for step {1} is {2} ({3} to {4}).', course, formatStep(forecast.steps[end]), formatNumber(forecast.median[end]), formatNumber(forecast.low[end]), formatNumber(forecast.high[end]));
}
