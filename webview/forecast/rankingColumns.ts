import type { FineTuningForecast, ModelForecast } from '../../src/model/fineTuning';
import { formatPercent, formatStep } from '../../src/model/format';
import { intervalWith } from '../../src/model/figures';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { flopsText, phaseTitle, roughSamples, trainingFlops } from './forecastView';

/** A model with what the whole forecast says of it. */
export interface RankingRow {
  readonly one: ModelForecast;
  readonly forecast: FineTuningForecast;
}

export const rankingColumns = (): readonly GridColumn<RankingRow>[] => [
  { name: 'model', title: () => t('Model'), words: true, width: 150, grow: 3, value: ({ one }) => one.model, cell: ({ one }) => [html('span', { title: one.model }, one.model)] },
  { name: 'rank', title: () => t('Rank'), width: 58, grow: 0.2, value: ({ one }) => one.rank, cell: ({ one }) => [String(one.rank)] },
  { name: 'prediction', title: () => t('Forecast loss'), width: 70, value: ({ one }) => one.prediction, cell: ({ one }, figure) => [figure(one.prediction)] },
  { name: 'interval', title: () => t('95 % interval'), width: 96, value: ({ one }) => one.low, cell: ({ one }, figure) => [intervalWith(figure, one.low, one.high)] },
  { name: 'best', title: () => t('Best with'), hint: () => t('Probability of the lowest loss on all data.'), width: 62, largestFirst: true, value: ({ one }) => one.probabilityBest, cell: ({ one }) => [chanceText(one)] },
  { name: 'outlook', title: () => t('Outlook'), words: true, width: 118, value: outlookRank, cell: outlookCell },
  { name: 'phase', title: () => t('Phase'), words: true, width: 76, value: ({ one }) => one.phase, cell: ({ one }) => [phaseTitle(one.phase)] },
  { name: 'transition', title: () => t('Transition'), hint: () => t('Samples from which the loss falls as a power of the data, with the 90 % interval.'), width: 124, value: ({ one }) => one.transition.size, cell: ({ one }) => [transitionText(one)] },
  { name: 'measured', title: () => t('Measured up to'), width: 80, largestFirst: true, value: ({ one }) => lastSize(one), cell: ({ one }) => [formatStep(lastSize(one))] },
  { name: 'spent', title: () => t('Samples so far'), hint: () => t('Samples trained on so far, over all sizes.'), width: 84, largestFirst: true, value: ({ one }) => one.samples, cell: ({ one }) => [formatStep(one.samples)] },
  { name: 'flops', title: () => t('FLOPs of full tuning'), hint: () => t('6 × parameters × all samples, for each token of a sample.'), width: 96, largestFirst: true, value: ({ one, forecast }) => trainingFlops(one, forecast.full), cell: ({ one, forecast }) => [flopsText(trainingFlops(one, forecast.full))] },
];

function chanceText({ probabilityBest }: ModelForecast): string {
  return probabilityBest < 0.001 ? '< 0.1 %' : formatPercent(probabilityBest);
}

function outlookRank({ one, forecast: { advice } }: RankingRow): number {
  if (advice.next?.model === one.model) return 0;
  return advice.eliminated.includes(one.model) ? 2 : 1;
}

function outlookCell({ one, forecast: { advice } }: RankingRow): readonly (Node | string)[] {
  if (advice.next?.model === one.model) return [html('strong', {}, t('next: {0}', formatStep(advice.next.size)))];
  return [advice.eliminated.includes(one.model) ? html('span', { class: 'quiet' }, t('can no longer win')) : t('may still win')];
}

function transitionText({ transition: { size, low, high } }: ModelForecast): string {
  const [at, from, to] = [size, low, high].map(roughSamples);
  return `${at} (${from}–${to})`;
}

function lastSize({ measured }: ModelForecast): number {
  return measured[measured.length - 1].size;
}
