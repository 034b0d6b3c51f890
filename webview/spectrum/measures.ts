import type { Figure } from '../../src/model/figures';
import { formatNumber, formatPercent } from '../../src/model/format';
import type { HistoryMeasure } from '../../src/model/spectralReport';
import type { UtilisationNormalisation } from '../../src/model/spectrum';
import { linearScale, logScale, type ValueScale } from '../charts/valueScale';
import { t } from '../components/translate';

/** How a measure is shown. */
export interface Measure {
  title(): string;
  /** What it is, for those who do not know it. */
  hint(): string;
  readonly scale: ValueScale;
  /** Which end tells of trouble. */
  readonly telling: 'lowest' | 'highest';
  /** Whether its value depends on how ranks are normalised. */
  readonly normalised?: boolean;
  format(value: number): string;
}

/** In the order in which they are offered. */
export const measures: Readonly<Record<HistoryMeasure, Measure>> = {
  hardUtilisation: { title: () => t('Hard utilisation'), hint: () => t('Hard rank as a share of the width.'), scale: logScale, telling: 'lowest', normalised: true, format: formatNumber },
  softUtilisation: { title: () => t('Soft utilisation'), hint: () => t('Soft rank as a share of the width.'), scale: logScale, telling: 'lowest', normalised: true, format: formatNumber },
  sui: { title: () => t('Utilisation index (SUI)'), hint: () => t('Harmonic mean of the soft and the hard utilisation.'), scale: logScale, telling: 'lowest', normalised: true, format: formatNumber },
  effectiveDimension: { title: () => t('Effective dimension'), hint: () => t('1 + (D − 1) times the utilisation index.'), scale: logScale, telling: 'lowest', normalised: true, format: formatNumber },
  hardRank: { title: () => t('Hard rank'), hint: () => t('Participation ratio of the eigenvalues: how many directions carry most of the variance.'), scale: logScale, telling: 'lowest', format: formatNumber },
  softRank: { title: () => t('Soft rank'), hint: () => t('Exponential of the spectral entropy: how many directions are used at all.'), scale: logScale, telling: 'lowest', format: formatNumber },
  concentration: { title: () => t('Concentration'), hint: () => t('Gini coefficient of the eigenvalues: 0 when all are equal, near 1 when one holds everything.'), scale: linearScale, telling: 'highest', format: formatNumber },
  topShare: { title: () => t('Top share'), hint: () => t('Share of the largest eigenvalue in their sum.'), scale: linearScale, telling: 'highest', format: formatPercent },
  effectiveRank: { title: () => t('Effective rank'), hint: () => t('Exponential of the entropy of the singular values: in how many directions a matrix acts.'), scale: logScale, telling: 'lowest', format: formatNumber },
  stableRank: { title: () => t('Stable rank'), hint: () => t('Sum of the eigenvalues over the largest.'), scale: logScale, telling: 'lowest', format: formatNumber },
  spectralNorm: { title: () => t('Spectral norm'), hint: () => t('Square root of the largest eigenvalue.'), scale: logScale, telling: 'highest', format: formatNumber },
  tailAlpha: { title: () => t('Tail exponent α'), hint: () => t('Exponent of the power law in the upper tail of the eigenvalues.'), scale: linearScale, telling: 'highest', format: formatNumber },
  jsDivergence: { title: () => t('JS divergence'), hint: () => t('How much the nonlinearity reshapes the spectrum: Jensen–Shannon divergence between before and after.'), scale: logScale, telling: 'lowest', format: formatNumber },
};

/** The format of a measure in a column: plain numbers stand with their points below each other. */
export function inColumn(format: Figure, figure: Figure): Figure {
  return format === formatNumber ? figure : format;
}

/** The measure's name, with the normalisation where it depends on one. */
export function measureTitle(measure: HistoryMeasure, normalisation: UtilisationNormalisation): string {
  const { title, normalised } = measures[measure];
  return normalised ? t('{0} ({1})', title(), normalisation) : title();
}

/** How a rank becomes a utilisation, in words. */
export function normalisationText(normalisation: UtilisationNormalisation): string {
  return normalisation === 'A' ? t('A: rank / width') : t('B: (rank − 1) / (width − 1)');
}
