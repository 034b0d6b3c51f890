import { formatCount, formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { LayerSpectrum, TailFit } from '../../src/model/spectrum';
import type { Point } from '../charts/picture';
import { logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture, type XyRule } from '../charts/xyPicture';
import { t } from '../components/translate';

/** Points that are drawn at most, evenly spaced on the logarithmic axis. */
const most = 400;

/** Eigenvalues in descending order on logarithmic axes, with the edge of the Marchenko–Pastur bulk and the fitted tail. */
export function eigenvaluePicture(spectrum: LayerSpectrum, eigenvalues: Float64Array): XyPicture {
  const points = positive(eigenvalues);
  const tail = spectrum.tail ? tailPoints(spectrum.tail) : [];
  const lines: readonly XyLine[] = [
    { label: t('eigenvalues'), colour: 'blue', points, width: 1.5, dots: points.length <= 80 ? 2.5 : undefined },
    { label: spectrum.tail ? t('tail, α = {0}', formatNumber(spectrum.tail.alpha)) : '', colour: 'orange', points: tail, width: 1.5, dash: [5, 4] },
  ];
  const edge: readonly XyRule[] = spectrum.bulk ? [{ value: spectrum.bulk.edge, colour: 'green', dash: [2, 3], label: t('Marchenko–Pastur edge') }] : [];
  const values = [...points, ...tail].map(({ y }) => y);
  return {
    sentence: sentence(spectrum, points), lines, bands: [], horizontal: edge, vertical: [],
    x: { title: t('rank'), scale: logScale, low: 1, high: Math.max(2, eigenvalues.length) },
    y: { title: t('eigenvalue'), scale: logScale, ...limitsOf([...values, ...edge.map(({ value }) => value)], logScale) },
  };
}

/** Those above zero and above what rounding leaves of it, by rank. */
function positive(eigenvalues: Float64Array): readonly Point[] {
  const least = eigenvalues[0] * Number.EPSILON * eigenvalues.length;
  const last = Math.log(Math.max(1, eigenvalues.length));
  const ranks = eigenvalues.length <= most
    ? Array.from(eigenvalues, (_, i) => i + 1)
    : [...new Set(Array.from({ length: most }, (_, i) => Math.round(Math.exp(last * i / (most - 1)))))];
  return ranks.map((rank) => ({ x: rank, y: eigenvalues[rank - 1] })).filter(({ y }) => y > least);
}

/** The rank-size line of the fit: with density ~ λ^−α above xmin, λ of rank r is xmin·(n/r)^(1/(α−1)). */
function tailPoints({ alpha, xmin, n }: TailFit): readonly Point[] {
  return alpha > 1 && n > 1 ? [1, n].map((rank) => ({ x: rank, y: xmin * (n / rank) ** (1 / (alpha - 1)) })) : [];
}

function sentence({ name, topShare, bulk, tail }: LayerSpectrum, points: readonly Point[]): string {
  if (points.length === 0) return t('All eigenvalues of {0} are zero.', name);
  const [first, last] = [points[0].y, points[points.length - 1].y];
  return [
    t('The eigenvalues of {0} fall from {1} to {2} over {3} ranks; the largest alone holds {4} of their sum.', name, formatNumber(first), formatNumber(last), formatStep(points[points.length - 1].x), formatPercent(topShare)),
    bulk ? t('{0} above the Marchenko–Pastur edge of {1}.', formatCount(bulk.spikes, t('stands'), t('stand')), formatNumber(bulk.edge)) : '',
    tail ? t('The tail above {0} has the exponent {1}.', formatNumber(tail.xmin), formatNumber(tail.alpha)) : '',
  ].filter((part) => part !== '').join(' ');
}
