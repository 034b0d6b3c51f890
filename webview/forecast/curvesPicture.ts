import type { FineTuningForecast, ModelForecast } from '../../src/model/fineTuning';
import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import { lossText } from '../../src/model/lossText';
import { type PaletteColour, runPalette } from '../../src/model/palette';
import type { Band } from '../charts/picture';
import { logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture, type XyRule } from '../charts/xyPicture';
import { t } from '../components/translate';
import { chosenModel, type ForecastView, phaseTitle, roughSamples, shortModel } from './forecastView';

/** Loss against data size on logarithmic axes: what was measured, where it is expected to go, and the bend of the model that stands out. */
export function curvesPicture(view: ForecastView, forecast: FineTuningForecast): XyPicture {
  const named = namedModels(view, forecast);
  const chosen = chosenModel(view) ?? forecast.models[0];
  const colourOf = (one: ModelForecast) => runPalette[named.indexOf(one) % runPalette.length];
  const others = forecast.models.filter((one) => !named.includes(one));
  const lines = [...named.flatMap((one) => curveOf(one, shortModel(one.model, forecast), named.indexOf(one), one === chosen)), ...nextTraining(forecast), ...laterOf(view, chosen), ...others.flatMap(faint)];
  const all = [...lines.flatMap(({ points }) => points.map(({ y }) => y)), chosen.low, chosen.high];
  const { low, high } = limitsOf(all, logScale);
  const y = { title: t('Test loss'), scale: logScale, low, high: high * (high / low) ** headroom };
  const x = { title: t('Training samples'), scale: logScale, ...limitsOf([...forecast.models.map(({ measured }) => measured[0].size), forecast.full], logScale) };
  return { sentence: sentenceOf(chosen, forecast), lines, bands: [interval(chosen, colourOf(chosen)), bend(chosen, x, y)], horizontal: [], vertical: rules(forecast, chosen, [x.low, x.high]), x, y };
}

/** At most as many as there are colours: the one that stands out, the best, the next to train, and then those that may still win. */
function namedModels(view: ForecastView, { models, advice }: FineTuningForecast): readonly ModelForecast[] {
  const next = models.find(({ model }) => model === advice.next?.model);
  const wanted = [chosenModel(view), models[0], next, ...models].filter((one) => one !== undefined);
  const kept = [...new Set(wanted)].slice(0, runPalette.length);
  return models.filter((one) => kept.includes(one));
}

function curveOf(one: ModelForecast, label: string, place: number, isChosen: boolean): readonly XyLine[] {
  const colour = runPalette[place % runPalette.length];
  const width = isChosen ? 2.5 : 1.5;
  return [
    { label, colour, apart: place, width, dots: isChosen ? 3 : 2, points: measuredOf(one) },
    { label: isChosen ? t('forecast of {0}', label) : '', colour, width, dash: [5, 4], weight: isChosen ? 1 : 0.75, points: onwards(one) },
  ];
}

function faint(one: ModelForecast): readonly XyLine[] {
  return [
    { label: '', colour: 'muted', width: 1, weight: 0.35, points: measuredOf(one) },
    { label: '', colour: 'muted', width: 1, weight: 0.3, dash: [3, 4], points: onwards(one) },
  ];
}

function measuredOf({ measured }: ModelForecast) {
  return measured.map(({ size, loss }) => ({ x: size, y: loss }));
}

/** From the last measured loss to the full size; nothing where that has been measured. */
function onwards({ measured, path }: ModelForecast) {
  const last = measured[measured.length - 1];
  const ahead = path.filter(({ size }) => size > last.size);
  return ahead.length === 0 ? [] : [{ x: last.size, y: last.loss }, ...ahead.map(({ size, loss }) => ({ x: size, y: loss }))];
}

/** What to train next, on the curve that its model is expected to follow. */
function nextTraining(forecast: FineTuningForecast): readonly XyLine[] {
  const { next } = forecast.advice;
  const one = forecast.models.find(({ model }) => model === next?.model);
  if (!next || !one) return [];
  const point = { x: next.size, y: expectedAt(one, next.size) };
  return [{ label: t('next: {0} on {1}', shortModel(one.model, forecast), formatStep(next.size)), colour: 'foreground', width: 0, dots: 5.5, points: [point] }];
}

/** Between the points of a path as a power law. */
function expectedAt({ path }: ModelForecast, size: number): number {
  const after = Math.max(1, path.findIndex((point) => point.size >= size));
  const [a, b] = [path[after - 1], path[after]];
  const share = Math.log(size / a.size) / Math.log(b.size / a.size);
  return share === share ? a.loss * (b.loss / a.loss) ** share : a.loss;
}

function laterOf({ report: { later } }: ForecastView, { model }: ModelForecast): readonly XyLine[] {
  const points = later.filter((one) => one.model === model).map(({ size, loss }) => ({ x: size, y: loss }));
  return points.length === 0 ? [] : [{ label: t('measured above the budget'), colour: 'foreground', width: 0, dots: 2.5, weight: 0.7, points }];
}

function interval({ path, measured }: ModelForecast, colour: PaletteColour): Band {
  const last = measured[measured.length - 1];
  const ahead = path.filter(({ size }) => size > last.size);
  return { label: t('95 % interval'), colour, points: ahead.length === 0 ? [] : [{ x: last.size, low: last.loss, high: last.loss }, ...ahead.map(({ size, low, high }) => ({ x: size, low, high }))] };
}

/** Where the power phase begins, over the whole height: the interval of the transition within the axes. */
function bend({ transition: { low, high } }: ModelForecast, x: { readonly low: number; readonly high: number }, y: { readonly low: number; readonly high: number }): Band {
  const [from, to] = [Math.max(low, x.low), Math.min(high, x.high)];
  return { label: t('transition, 90 %'), colour: 'grid', points: from < to ? [{ x: from, low: y.low, high: y.high }, { x: to, low: y.low, high: y.high }] : [] };
}

/** Where one phase ends and the next begins, and the budget; a word that would stand over another is left out. */
function rules({ full, budget }: FineTuningForecast, { transition, measured }: ModelForecast, [from, to]: readonly [number, number]): readonly XyRule[] {
  const begin = { value: measured[0].size, dash: [0, 1] };
  const isEarly = transition.low > measured[0].size;
  const phases = [
    { ...begin, label: isEarly ? t('pre-power') : t('transition') },
    ...(isEarly ? [{ value: transition.low, label: t('transition'), dash: [2, 3] }] : []),
    { value: transition.high, label: t('power'), dash: [2, 3] },
  ].filter(({ value }) => value < to);
  const all = [...phases, ...(budget < full ? [{ value: budget, label: t('budget'), dash: [1, 3] }] : [])];
  const roomOf = Math.log(to / from) / wordsAcross;
  return all.map((rule, i) => ({ ...rule, colour: 'muted', label: all.slice(0, i).some(({ value }) => Math.abs(Math.log(value / rule.value)) < roomOf) ? '' : rule.label }));
}

/** Share of the height above the curves that the words of the rules stand in. */
const headroom = 0.08;
/** Words that fit beside each other above the plot. */
const wordsAcross = 6;

function sentenceOf({ model, prediction, low, high, measured, phase, transition, probabilityBest }: ModelForecast, { full }: FineTuningForecast): string {
  const last = measured[measured.length - 1];
  return t('{0} has a loss of {1} at {2} samples and is expected at {3} at {4}; it is in the {5} phase, its transition is at {6} samples ({7} to {8}), and it is the best with {9}.',
    model, formatNumber(last.loss), formatStep(last.size), lossText({ prediction, low, high }), formatStep(full), phaseTitle(phase), roughSamples(transition.size), roughSamples(transition.low), roughSamples(transition.high), formatPercent(probabilityBest));
}
