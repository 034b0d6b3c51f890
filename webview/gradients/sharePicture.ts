import { formatNumber, formatPercent } from '../../src/model/format';
import type { ShareCurve } from '../../src/model/gradientReport';
import type { Point } from '../charts/picture';
import { linearScale } from '../charts/valueScale';
import type { XyLine, XyPicture, XyRule } from '../charts/xyPicture';
import { t } from '../components/translate';

/** What was fitted to a cumulative share, and the best share of it. */
export interface ShareFit {
  readonly exponent: number;
  /** "γ". */
  readonly symbol: string;
  readonly best: number;
  /** The best share of the measured curve itself. */
  readonly measured?: number;
}

/** Points that are drawn at most. */
const most = 400;
const lawPoints = 60;
const headroom = 1.05;

/** The share of the whole that the first k carry, with the power law fitted to it, the best k, and the line on which all carry alike. */
export function sharePicture({ k, share, names, of }: ShareCurve, fit: ShareFit | null, what: string): XyPicture {
  const stride = Math.ceil(k.length / most) || 1;
  const kept = Array.from(k.keys()).filter((i) => i % stride === 0 || i === k.length - 1);
  const measured = [{ x: 0, y: 0 }, ...kept.map((i) => ({ x: k[i], y: share[i] }))];
  const lines: readonly XyLine[] = [
    { label: t('measured'), colour: 'blue', width: 1.5, dots: kept.length <= 60 ? 2.5 : undefined, points: measured, names: ['', ...kept.map((i) => names[i])] },
    { label: fit ? t('k^{0}, {0} = {1}', fit.symbol, formatNumber(fit.exponent)) : '', colour: 'orange', width: 1.5, dash: [5, 4], points: fit ? law(fit.exponent) : [] },
    { label: t('all alike'), colour: 'muted', width: 1, dash: [2, 3], points: [{ x: 0, y: 0 }, { x: 1, y: 1 }] },
  ];
  const vertical: readonly XyRule[] = fit ? marksOf(fit) : [];
  return {
    sentence: sentenceOf(k, share, of, what), lines, bands: [], horizontal: [], vertical, words: 'bottom',
    x: { title: axisTitle(of), scale: linearScale, low: 0, high: 1.02 }, y: { title: what, scale: linearScale, low: 0, high: headroom },
  };
}

/** Where everything is best there is nothing to point at. */
function marksOf({ best, measured = 1 }: ShareFit): readonly XyRule[] {
  const marks: readonly XyRule[] = [
    { value: best, colour: 'green', dash: [2, 3], label: t('best by the fit: {0}', formatPercent(best)) },
    { value: measured, colour: 'muted', dash: [2, 3], label: t('best measured: {0}', formatPercent(measured)) },
  ];
  return marks.filter(({ value }) => value < 1);
}

function law(exponent: number): readonly Point[] {
  return Array.from({ length: lawPoints + 1 }, (_, i) => ({ x: i / lawPoints, y: (i / lawPoints) ** exponent }));
}

function axisTitle(of: ShareCurve['of']): string {
  switch (of) {
    case 'parameters': return t('share k of the parameters');
    case 'modules': return t('share k of the modules');
    case 'samples': return t('share q of the samples');
  }
}

/** How much the tenth and the half with most carry. */
function sentenceOf(k: Float64Array, share: Float64Array, of: ShareCurve['of'], what: string): string {
  const at = (part: number) => {
    const next = k.findIndex((one) => one >= part);
    const [x0, y0] = next > 0 ? [k[next - 1], share[next - 1]] : [0, 0];
    return y0 + ((share[next] - y0) * (part - x0)) / (k[next] - x0);
  };
  const text = of === 'parameters' ? t('of the parameters') : of === 'modules' ? t('of the modules') : t('of the samples');
  return t('{0}: the tenth {1} with most carries {2}, the half {3}.', what, text, formatPercent(at(0.1)), formatPercent(at(0.5)));
}
