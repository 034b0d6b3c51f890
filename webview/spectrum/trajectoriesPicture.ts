import { formatStep } from '../../src/model/format';
import type { CollapseTrend, HistoryMeasure, LayerHistory } from '../../src/model/spectralReport';
import type { Band, Line, Mark, Picture, Point, Rule } from '../charts/picture';
import type { ColourName } from '../charts/theme';
import { thinned } from '../charts/thinned';
import { limitsOf } from '../charts/xyPicture';
import { shortNames } from '../components/shortNames';
import { t } from '../components/translate';
import { measures, measureTitle } from './measures';
import { latest, layerTitle, type SpectrumView } from './spectrumView';
import { worstLayers } from './worstLayers';

interface Style {
  readonly colour: ColourName;
  readonly dash: readonly number[];
}

/** Red is kept for layers in trouble; the lowest of healthy ones are merely named. */
const troubled: readonly Style[] = [{ colour: 'red', dash: [] }, { colour: 'red', dash: [7, 3] }, { colour: 'red', dash: [2, 2] }];
const named: readonly Style[] = [{ colour: 'orange', dash: [] }, { colour: 'purple', dash: [7, 3] }, { colour: 'green', dash: [2, 2] }];
const chosenStyle: Style = { colour: 'blue', dash: [10, 3, 2, 3] };
/** Points of a line at most: more than this cannot be told apart on a screen. */
const mostPoints = 800;
/** A projection further off than this share of what is recorded is not drawn: the records would have no room. */
const furthest = 0.6;

/** The last step that the chart spans: the latest record, or the projected crossing where it is not far. */
export function lastStepShown(view: SpectrumView): number {
  const last = view.layers.reduce((most, { steps }) => Math.max(most, steps[steps.length - 1] ?? 0), 1);
  const crossing = projectionOf(view)?.crossing;
  return crossing ? Math.max(last, Math.min(crossing.high, last * (1 + furthest))) : last;
}

export function trajectoriesPicture(view: SpectrumView): Picture {
  const { layers, measure } = view;
  const { scale } = measures[measure];
  const trend = projectionOf(view);
  const lines = [...layerLines(view), ...fitLines(trend)];
  const rules: readonly Rule[] = trend ? [{ value: trend.floor, colour: 'red', dash: [2, 3] }] : [];
  const values = [...layers.flatMap((layer) => [...layer.measures[measure]]), ...rules.map(({ value }) => value)];
  const limits = limitsOf(values, scale);
  return {
    sentence: sentence(view, trend), lines, rules, stepsShown: true,
    bands: crossingBand(trend, limits), marks: marksOf(trend), axis: { title: '', scale, ...limits },
  };
}

/** Where the worst layer is heading; only of the hard utilisation is anything projected. */
function projectionOf({ layers, measure }: SpectrumView): CollapseTrend | null {
  return measure === 'hardUtilisation' ? worstLayers(layers, measure)[0]?.trend ?? null : null;
}

/** All layers in grey; over them the few in most trouble and the chosen one, with their names. */
function layerLines({ layers, measure, place }: SpectrumView): readonly Line[] {
  const labels = new Map(shortNames(layers.map(({ layer }) => layer)).map((label, i) => [layers[i], layerTitle(label)]));
  const worst = worstLayers(layers, measure).slice(0, named.length);
  const chosen = layers.find(({ layer, site }) => layer === place?.layer && site === place.site && !worst.some((one) => one.layer === layer));
  const rest = layers.filter((layer) => layer !== chosen && !worst.includes(layer));
  const plain = rest.map((layer): Line => ({ label: '', colour: 'muted', width: 1, weight: 0.55, dash: dashOf(layer), points: pointsOf(layer, measure) }));
  const highlighted = (layer: LayerHistory, style: Style): Line =>
    ({ label: labels.get(layer) ?? layer.layer, width: 1.75, ...style, points: pointsOf(layer, measure), dots: layer.steps.length <= 40 ? 2 : undefined });
  return [...plain, ...chosen ? [highlighted(chosen, chosenStyle)] : [], ...worst.map((layer, i) => highlighted(layer, isInTrouble(layer) ? troubled[i] : named[i])).reverse()];
}

function isInTrouble({ trend }: LayerHistory): boolean {
  return trend !== null && trend.state !== 'healthy';
}

/** What is under-sampled is dotted. */
function dashOf({ sampling }: LayerHistory): readonly number[] {
  return sampling === 'severely under-sampled' ? [1, 3] : [];
}

function pointsOf({ steps, measures: columns }: LayerHistory, measure: HistoryMeasure): readonly Point[] {
  return thinned(Array.from(steps, (x, i) => ({ x, y: columns[measure][i] })), mostPoints);
}

function fitLines(trend: CollapseTrend | null): readonly Line[] {
  if (!trend || trend.fit.steps.length === 0) return [];
  return [{ label: trend.crossing ? t('fit, projection') : t('fit'), colour: 'foreground', width: 1.25, dash: [5, 4], points: Array.from(trend.fit.steps, (x, i) => ({ x, y: trend.fit.values[i] })) }];
}

function marksOf(trend: CollapseTrend | null): readonly Mark[] {
  const onset: readonly Mark[] = trend?.onset != null ? [{ step: trend.onset, colour: 'muted', label: t('onset {0}', formatStep(trend.onset)) }] : [];
  return trend?.crossing ? [...onset, { step: trend.crossing.step, colour: 'red', label: t('floor') }] : onset;
}

function crossingBand(trend: CollapseTrend | null, { low, high }: { readonly low: number; readonly high: number }): readonly Band[] {
  if (!trend?.crossing) return [];
  return [{ label: t('floor expected, 95 %'), colour: 'red', points: [trend.crossing.low, trend.crossing.high].map((x) => ({ x, low, high })) }];
}

function sentence({ layers, measure, report }: SpectrumView, trend: CollapseTrend | null): string {
  const [worst] = worstLayers(layers, measure);
  const title = measureTitle(measure, report.normalisation);
  if (!worst) return t('{0}: no value may be judged by.', title);
  const { format } = measures[measure];
  const first = Array.from(worst.measures[measure]).find(Number.isFinite) ?? NaN;
  const course = t('{0} of {1} goes from {2} to {3}', title, layerTitle(worst.layer), format(first), format(latest(worst, measure)));
  if (!trend?.crossing) return `${course}.`;
  return t('{0}; it is projected to reach the floor of {1} at step {2} ({3} to {4}).', course, format(trend.floor), formatStep(trend.crossing.step), formatStep(trend.crossing.low), formatStep(trend.crossing.high));
}
