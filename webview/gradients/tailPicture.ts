import { formatCount, formatNumber } from '../../src/model/format';
import type { GradientTail, TailLawCurve } from '../../src/model/gradientReport';
import type { TailLawName } from '../../src/model/tail';
import { logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture, type XyRule } from '../charts/xyPicture';
import type { ColourName } from '../charts/theme';
import { t } from '../components/translate';

/** The share of the values at or above each on logarithmic axes, with every law fitted to the tail and where the tail begins. */
export function tailPicture({ label, curve, report }: GradientTail): XyPicture {
  const observed: XyLine = { label: t('observed'), colour: 'blue', width: 0, dots: curve.x.length <= 120 ? 2.5 : 1.75, points: pointsOf(curve.x, curve.ccdf) };
  const low = curve.ccdf[curve.ccdf.length - 1] ?? 0.1;
  const laws = curve.laws.map((law) => lineOf(law, report.best, low / 3));
  const vertical: readonly XyRule[] = report.fit ? [{ value: report.fit.xmin, colour: 'muted', dash: [2, 3], label: t('xmin {0}', formatNumber(report.fit.xmin)) }] : [];
  return {
    sentence: sentenceOf(label, curve.x, report.fit), lines: [...laws, observed], bands: [], horizontal: [], vertical,
    x: { title: t('value x'), scale: logScale, ...limitsOf(Array.from(curve.x), logScale) },
    y: { title: t('share of the values ≥ x'), scale: logScale, low: low / 2, high: 1.3 },
  };
}

const styles: Readonly<Record<TailLawName, { readonly colour: ColourName; readonly dash: readonly number[] }>> = {
  'power law': { colour: 'orange', dash: [] },
  'exponential': { colour: 'purple', dash: [2, 3] },
  'lognormal': { colour: 'green', dash: [7, 3] },
  'stretched exponential': { colour: 'red', dash: [4, 4] },
  'cutoff': { colour: 'foreground', dash: [8, 3, 2, 3] },
};

function lineOf({ name, x, ccdf }: TailLawCurve, best: TailLawName | 'none', lowest: number): XyLine {
  const { colour, dash } = styles[name];
  return { label: lawTitle(name), colour, dash, width: name === best ? 2.25 : 1.25, points: pointsOf(x, ccdf).filter(({ y }) => y >= lowest) };
}

export function lawTitle(name: TailLawName): string {
  switch (name) {
    case 'power law': return t('power law');
    case 'exponential': return t('exponential');
    case 'lognormal': return t('lognormal');
    case 'stretched exponential': return t('stretched exponential');
    case 'cutoff': return t('power law with cutoff');
  }
}

function pointsOf(x: Float64Array, y: Float64Array): readonly { readonly x: number; readonly y: number }[] {
  return Array.from(x, (value, i) => ({ x: value, y: y[i] }));
}

function sentenceOf(label: string, x: Float64Array, fit: GradientTail['report']['fit']): string {
  if (x.length === 0) return t('There are no positive values among the {0}.', label);
  const range = t('{0}: from {1} to {2}.', label, formatNumber(x[0]), formatNumber(x[x.length - 1]));
  return fit ? t('{0} Above {1} lie {2}, whose density falls with the exponent {3}.', range, formatNumber(fit.xmin), formatCount(fit.tail, t('value'), t('values')), formatNumber(fit.alpha)) : range;
}
