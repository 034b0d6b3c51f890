import type { FineTuningForecast, SelectionBaseline } from '../../src/model/fineTuning';
import { formatNumber, formatStep } from '../../src/model/format';
import { runPalette } from '../../src/model/palette';
import { linearScale, signedLogScale, type ValueScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture } from '../charts/xyPicture';
import { t } from '../components/translate';
import { baselineTitle, flopsText, shortModel } from './forecastView';

/** What each way to choose costs, and the loss at full size that it leads to. */
export function frontPicture(forecast: FineTuningForecast): XyPicture {
  const { baselines } = forecast;
  const isFlops = baselines.every(({ flops }) => flops !== undefined);
  const costOf = ({ flops, samples }: SelectionBaseline) => (isFlops ? flops ?? NaN : samples);
  const costs = baselines.map(costOf).filter((cost) => cost > 0);
  const scale = costScale(Math.min(...costs));
  const front = baselines.filter(({ pareto }) => pareto).sort((a, b) => costOf(a) - costOf(b));
  const ways = baselines.map((one, i): XyLine => ({
    label: `${baselineTitle(one.name)}: ${shortModel(one.picked, forecast)}`, colour: runPalette[i % runPalette.length], width: 0, dots: one.name === 'forecast' ? 6 : 4.5, points: [{ x: costOf(one), y: one.loss }],
  }));
  const line: XyLine = { label: t('Pareto front'), colour: 'muted', width: 1.5, dash: [4, 3], points: front.map((one) => ({ x: costOf(one), y: one.loss })) };
  return {
    sentence: sentenceOf(front, costOf, isFlops),
    lines: [...ways, line], bands: [], horizontal: [], vertical: [],
    x: { title: isFlops ? t('FLOPs for each token of a sample, all models together') : t('Samples trained on, all models together'), scale, ...limitsOf([0, ...costs], scale) },
    y: { title: t('Expected loss of the choice on all data'), scale: linearScale, ...limitsOf(baselines.map(({ loss }) => loss), linearScale) },
  };
}

/** Logarithmic with room for what costs nothing; where there is little room, only powers of ten are written. */
function costScale(least: number): ValueScale {
  const scale = signedLogScale(10 ** Math.floor(Math.log10(least / 3)));
  return { ...scale, ticks: (low, high, count) => {
    const all = scale.ticks(low, high, count);
    return all.length <= count ? all : all.filter((value) => value === 0 || Math.abs(Math.log10(value) % 1) < 1e-9);
  } };
}

function sentenceOf(front: readonly SelectionBaseline[], costOf: (one: SelectionBaseline) => number, isFlops: boolean): string {
  const unit = isFlops ? t('FLOPs for each token of a sample') : t('samples');
  const ways = front.map((one) => t('{0} (loss {1} for {2} {3})', baselineTitle(one.name), formatNumber(one.loss), isFlops ? flopsText(costOf(one)) : formatStep(costOf(one)), unit));
  return t('No other way to choose is at once as cheap and as good as: {0}.', ways.join(', '));
}
