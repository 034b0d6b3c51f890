import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { HistoryMeasure, LayerHistory, WidthCandidate } from '../../src/model/spectralReport';
import type { UtilisationNormalisation } from '../../src/model/spectrum';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { stateIcon } from '../components/states';
import { t } from '../components/translate';
import { samplingSign, samplingWord } from '../spectra/samplingText';
import { inColumn, measures, measureTitle } from './measures';
import { latest, siteTitle } from './spectrumView';

export interface LayerRow {
  readonly history: LayerHistory;
  readonly candidate: WidthCandidate | undefined;
}

/** In the order of the columns. */
const shown: readonly HistoryMeasure[] = [
  'softRank', 'hardRank', 'concentration', 'topShare', 'softUtilisation', 'hardUtilisation', 'sui', 'effectiveDimension', 'effectiveRank', 'stableRank', 'tailAlpha',
];

export function layerColumns(normalisation: UtilisationNormalisation): readonly GridColumn<LayerRow>[] {
  return [
    { name: 'layer name', title: () => t('Layer'), words: true, width: 104, grow: 2, value: ({ history }) => history.layer, cell: ({ history }) => [html('span', { title: history.layer }, history.layer)] },
    { name: 'site', title: () => t('Site'), words: true, width: 66, value: ({ history }) => history.site, cell: ({ history }) => [html('span', { title: siteTitle(history.site) }, history.site)] },
    { name: 'trend', title: () => t('Trend'), words: true, width: 112, largestFirst: true, value: trendRank, cell: trendCell },
    { name: 'width', title: () => t('Width'), width: 56, largestFirst: true, value: ({ history }) => history.width, cell: ({ history }) => [formatStep(history.width)] },
    { name: 'tokens', title: () => t('Tokens'), width: 70, hint: () => t('Rows behind the latest covariance.'), value: ({ history }) => history.tokens, cell: ({ history }) => [history.tokens === null ? '–' : formatStep(history.tokens)] },
    { name: 'sampling', title: () => t('Sampling'), words: true, width: 168, value: ({ history }) => history.tokens === null ? history.sampling : history.tokens / history.width, cell: ({ history: { sampling } }) => [html('span', { class: 'sampling', title: samplingWord(sampling) }, `${samplingSign(sampling)} ${samplingWord(sampling)}`)] },
    ...shown.map((measure) => measureColumn(measure, normalisation)),
    { name: 'candidate', title: () => t('Candidate'), words: true, width: 130, hint: () => t('Layers that would use more width, and layers that do not use what they have.'), value: ({ candidate }) => candidate?.candidate ?? null, cell: ({ candidate }) => [candidate ? candidateCell(candidate) : ''] },
  ];
}

/** Under-sampled figures stand in brackets: they tell more of the sample than of the layer. */
function measureColumn(measure: HistoryMeasure, normalisation: UtilisationNormalisation): GridColumn<LayerRow> {
  const { hint, telling, normalised, format } = measures[measure];
  return {
    name: measure, title: () => measureTitle(measure, normalisation), hint, width: normalised ? 112 : 92, largestFirst: telling === 'highest',
    value: ({ history }) => latest(history, measure),
    cell: ({ history }, figure) => {
      const written = inColumn(format, figure);
      const value = latest(history, measure);
      if (value !== value) return ['–'];
      return [history.sampling === 'severely under-sampled' ? html('span', { class: 'doubtful', title: t('Under-sampled: no verdict rests on it.') }, `(${written(value)})`) : written(value)];
    },
  };
}

function trendRank({ history: { trend } }: LayerRow): number | null {
  return trend ? ['healthy', 'falling', 'collapsed'].indexOf(trend.state) : null;
}

function trendCell({ history: { trend, sampling } }: LayerRow): readonly (Node | string)[] {
  switch (trend?.state) {
    case undefined: return [html('span', { class: 'quiet' }, sampling === 'severely under-sampled' ? t('no verdict') : t('too few records'))];
    case 'healthy': return [stateIcon('healthy'), ' ', t('healthy')];
    case 'falling': return [stateIcon('warning'), ' ', t('falling')];
    case 'collapsed': return [stateIcon('diverged'), ' ', t('collapsed')];
  }
}

function candidateCell({ candidate, suggestedWidth, savedParameters, effectiveDimension, width }: WidthCandidate): HTMLElement {
  const use = t('Uses an effective dimension of {0} of {1} ({2}).', formatNumber(effectiveDimension), formatStep(width), formatPercent(effectiveDimension / width));
  const saves = savedParameters === null ? '' : t(' Saves {0} parameters.', formatStep(savedParameters));
  const text = candidate === 'widen' ? t('widen') : suggestedWidth === null ? t('prune') : t('prune to {0}', formatStep(suggestedWidth));
  return html('span', { title: `${use}${saves}` }, text);
}
