import type { DensityOverview, DensityTrend, ModelSummary } from '../../src/model/densityOverview';
import { intervalOf, formatNumber } from '../../src/model/format';
import { logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture } from '../charts/xyPicture';
import { t } from '../components/translate';
import { aheadText, benchmarkTitle, chosenModel, type DensityView } from './densityView';
import { yearScale } from './yearScale';

/** Densities over release dates on a logarithmic axis: the record setters, the line through them, all dated models, and the chosen one. */
export function trendPicture(view: DensityView, { models, benchmark }: DensityOverview, trend: DensityTrend): XyPicture {
  const year = (day: number) => yearOf(trend.origin, day);
  const dated = models.filter((one): one is ModelSummary & { readonly date: string } => one.date !== null && one.density !== null);
  const at = (model: { readonly date: string; readonly density: { readonly value: number } | null }) => ({ x: year(dayFrom(trend.origin, model.date)), y: model.density?.value ?? NaN });
  const chosen = chosenModel(view);
  const own = dated.filter(({ run }) => run !== null);
  const days = [...trend.records.map(({ day }) => day), ...dated.map(({ date }) => dayFrom(trend.origin, date))];
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const ends = [first, last].map((day) => ({ x: year(day), y: Math.exp(trend.B + trend.A.value * day) }));
  const marked = dated.filter(({ key }) => key === chosen?.key);
  const lines: readonly XyLine[] = [
    dots(t('models'), 'muted', 2, dated.filter((one) => !own.includes(one) && !marked.includes(one)).sort(byDate), at),
    { label: t('record setters'), colour: 'blue', width: 0, dots: 3.5, points: trend.records.map(({ day, density }) => ({ x: year(day), y: density })), names: trend.records.map(({ model }) => model) },
    { label: t('doubles in {0} days', formatNumber(Math.round(trend.doublingDays.value))), colour: 'blue', width: 1.5, points: ends, names: ['', ''] },
    dots(t('made here'), 'green', 3.5, own.filter((one) => !marked.includes(one)).sort(byDate), at),
    ...marked.map((one) => ({ ...dots(one.label, 'orange', 5, [one], at), names: [''] })),
  ];
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  return {
    sentence: sentenceOf(trend, benchmark, marked[0]), lines, bands: [], horizontal: [], vertical: [],
    x: { title: t('release'), scale: yearScale, low: year(first) - 0.1, high: year(last) + 0.1 },
    y: { title: t('Density on {0}', benchmarkTitle(benchmark)), scale: logScale, ...limitsOf(values, logScale) },
  };
}

function dots(label: string, colour: XyLine['colour'], radius: number, models: readonly (ModelSummary & { readonly date: string })[], at: (model: ModelSummary & { readonly date: string }) => { x: number; y: number }): XyLine {
  return { label: models.length > 0 ? label : '', colour, width: 0, dots: radius, points: models.map(at), names: models.map((one) => one.label) };
}

function byDate(a: { readonly date: string }, b: { readonly date: string }): number {
  return a.date < b.date ? -1 : 1;
}

function sentenceOf({ doublingDays, records, rSquared }: DensityTrend, benchmark: string, chosen: ModelSummary | undefined): string {
  const doubles = t('The density of the best models on {0} doubles in {1} days (95 %: {2}) over {3} record setters, R² {4}.', benchmarkTitle(benchmark), formatNumber(Math.round(doublingDays.value)), intervalOf(doublingDays.value, doublingDays.low, doublingDays.high), records.length, formatNumber(rSquared));
  return chosen?.monthsAhead === null || chosen?.monthsAhead === undefined ? doubles : `${doubles} ${t('{0} is {1}.', chosen.label, aheadText(chosen.monthsAhead))}`;
}

const day = 86_400_000;

function dayFrom(origin: string, date: string): number {
  return (Date.parse(date) - Date.parse(origin)) / day;
}

/** A point in time in years: 2024.5 is the first of July. */
function yearOf(origin: string, days: number): number {
  return 1970 + (Date.parse(origin) / day + days) / 365.25;
}
