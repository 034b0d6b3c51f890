import type { LayerSpectrum } from '../../src/model/spectrum';
import type { Figure } from '../../src/model/figures';
import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { alphaReading } from '../spectra/alphaReading';
import { shapeText } from './tensorsSection';

export function matrixColumns(): readonly GridColumn<LayerSpectrum>[] {
  return [
    { name: 'name', title: () => t('Matrix'), words: true, width: 200, grow: 4, value: ({ name }) => name, cell: ({ name }) => [html('span', { title: name }, name)] },
    { name: 'shape', title: () => t('Shape'), width: 104, largestFirst: true, value: ({ shape }) => shape.reduce((a, b) => a * b, 1), cell: ({ shape }) => [shapeText(shape)] },
    { name: 'softRank', title: () => t('Soft rank'), hint: () => t('Exponential of the spectral entropy: how many directions are used at all.'), value: ({ softRank }) => softRank, cell: softRankCell },
    number('hardRank', t('Hard rank'), t('Participation ratio of the eigenvalues: how many directions carry most of the variance.'), ({ hardRank }) => hardRank),
    number('soft-share', t('Of the width'), t('Soft rank as a share of the width.'), ({ softUtilisation }) => softUtilisation, formatPercent),
    number('effectiveDimension', t('Effective dimension'), t('1 + (D − 1) times the utilisation index.'), ({ effectiveDimension }) => effectiveDimension),
    number('concentration', t('Concentration'), t('Gini coefficient of the eigenvalues: 0 when all are equal, near 1 when one holds everything.'), ({ concentration }) => concentration),
    number('stableRank', t('Stable rank'), t('Sum of the eigenvalues over the largest.'), ({ stableRank }) => stableRank),
    number('spectralNorm', t('Spectral norm'), t('Square root of the largest eigenvalue.'), ({ spectralNorm }) => spectralNorm),
    { name: 'alpha', title: () => t('Tail exponent α'), hint: () => t('Below 2 over-trained, 2 to 6 good, above 6 under-trained, above 8 not a power law, as WeightWatcher reads it.'), words: true, width: 150, grow: 1.5, value: ({ tail }) => tail?.alpha ?? null, cell: alphaCell },
    { name: 'spikes', title: () => t('Spikes'), hint: () => t('Eigenvalues above the edge of the Marchenko–Pastur bulk.'), width: 52, largestFirst: true, value: ({ bulk }) => bulk?.spikes ?? null, cell: ({ bulk }) => [bulk ? formatStep(bulk.spikes) : '–'] },
  ];
}

function number(name: string, title: string, hint: string, value: (spectrum: LayerSpectrum) => number, format?: Figure): GridColumn<LayerSpectrum> {
  return { name, title: () => title, hint: () => hint, width: 92, value, cell: (spectrum, figure) => [(format ?? figure)(value(spectrum))] };
}

function softRankCell({ softRank, method, softRankError }: LayerSpectrum, figure: Figure): readonly (Node | string)[] {
  if (method === 'exact') return [figure(softRank)];
  return [html('span', { title: t('Estimated by Lanczos quadrature, one standard error {0}.', formatPercent(softRankError)) }, `≈ ${figure(softRank)}`)];
}

function alphaCell({ tail }: LayerSpectrum, figure: Figure): readonly (Node | string)[] {
  if (!tail) return [html('span', { class: 'quiet' }, t('no fit'))];
  return [html('span', { title: t('{0} eigenvalues above {1}, Kolmogorov–Smirnov distance {2}', formatStep(tail.n), formatNumber(tail.xmin), formatNumber(tail.ksDistance)) }, `${figure(tail.alpha)} · ${alphaReading(tail.alpha)}`)];
}
