import { formatCount, intervalOf, formatNumber, formatStep } from '../../src/model/format';
import type { WidthGroup, WidthLaw, WidthPoint } from '../../src/model/spectralReport';
import { logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture, type XyRule } from '../charts/xyPicture';
import { t } from '../components/translate';

/** Soft and hard rank against the width on logarithmic axes, with the laws fitted to them. */
export function widthPicture({ points, soft, hard, paysUpTo, name }: WidthGroup): XyPicture {
  const lines = [...ranks(t('soft rank'), 'blue', points, ({ softRank }) => softRank, soft), ...ranks(t('hard rank'), 'orange', points, ({ hardRank }) => hardRank, hard)];
  const vertical: readonly XyRule[] = paysUpTo === null ? [] : [{ value: paysUpTo, colour: 'muted', dash: [2, 3], label: t('pays up to {0}', formatStep(paysUpTo)) }];
  const laws = [soft ? lawSentence(t('Soft rank'), soft) : '', hard ? lawSentence(t('Hard rank'), hard) : ''].filter((text) => text !== '');
  return {
    sentence: [t('Ranks of {0} at {1}.', name, formatCount(points.length, t('width'), t('widths'))), ...laws].join(' '),
    lines, bands: [], horizontal: [], vertical,
    x: { title: t('Width'), scale: logScale, ...limitsOf(points.map(({ width }) => width), logScale) },
    y: { title: t('rank'), scale: logScale, ...limitsOf(lines.flatMap((line) => line.points.map(({ y }) => y)), logScale) },
  };
}

/** The exponent with its interval; in words where the data do not support one. */
export function lawSentence(rank: string, { beta, low, high, rSquared, n, supported }: WidthLaw): string {
  const figures = t('{0} (95 %: {1}, R² {2}, {3})', formatNumber(beta), intervalOf(beta, low, high), formatNumber(rSquared), formatCount(n, t('width'), t('widths')));
  if (supported) return t('{0} grows as the width to the power of {1}.', rank, figures);
  const reason = low <= 0 && high >= 0 ? t('the interval contains 0') : t('R² is below one half');
  return t('{0}: an exponent is not supported by these runs, for {1}; the fit gives {2}.', rank, reason, figures);
}

function ranks(label: string, colour: 'blue' | 'orange', points: readonly WidthPoint[], rankOf: (point: WidthPoint) => number, law: WidthLaw | null): readonly XyLine[] {
  const measured: XyLine = { label, colour, width: 0, dots: 3.5, points: points.map((point) => ({ x: point.width, y: rankOf(point) })), names: points.map(({ runs }) => runs.join(', ')) };
  if (!law || points.length < 2) return [measured];
  const ends = [points[0].width, points[points.length - 1].width].map((width) => ({ x: width, y: Math.exp(law.intercept + law.beta * Math.log(width)) }));
  return [{ label: '', colour, width: 1.5, dash: law.supported ? [] : [2, 4], weight: law.supported ? 1 : 0.6, points: ends }, measured];
}
