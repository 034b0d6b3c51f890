import { intervalOf, formatNumber, formatPercent } from '../../src/model/format';
import { runPalette } from '../../src/model/palette';
import type { FrontierPoint, ScalingOverview } from '../../src/model/scalingOverview';
import { linearScale, logScale } from '../charts/valueScale';
import { limitsOf, type XyLine, type XyPicture } from '../charts/xyPicture';
import { t } from '../components/translate';
import { flopsText, sizeText } from './densityView';

/** Loss over compute, or over the data of models whose parameters are not known: what was measured, the law for each size, and the best that compute can buy. */
export function scalingPicture(scaling: ScalingOverview): XyPicture {
  const { curves, points, frontier, sweep } = scaling;
  const best = frontier.map(({ flops, loss }) => ({ x: flops, y: loss.value }));
  const lines: readonly XyLine[] = [
    ...curves.map(({ size, points: own }, i): XyLine => ({
      label: sizeTitle(size, scaling), colour: runPalette[i % runPalette.length], apart: i, width: 1.25, points: own.map(({ tokens, loss }) => ({ x: amountOf(scaling, size, tokens), y: loss })),
    })),
    ...measured(scaling),
    { label: best.length > 0 ? t('best use of compute') : '', colour: 'foreground', width: 1.75, points: best, expectedFrom: frontier.find(({ beyond }) => beyond > 1)?.flops, dash: [6, 4] },
  ];
  const losses = [...points.map(({ loss }) => loss), ...frontier.flatMap(({ loss }) => [loss.low, loss.high])].filter((loss) => loss > 0 && loss < Infinity);
  const amounts = [...points.map(({ size, tokens }) => amountOf(scaling, size, tokens)), ...frontier.map(({ flops }) => flops)];
  return {
    sentence: sentenceOf(scaling), lines, horizontal: [], vertical: [],
    bands: [{ label: frontier.length > 0 ? t('95 % interval') : '', colour: 'foreground', points: frontier.filter(isBounded).map(({ flops, loss }) => ({ x: flops, low: loss.low, high: loss.high })) }],
    x: { title: amountTitle(scaling), scale: logScale, ...limitsOf(amounts, logScale) },
    y: { title: sweep.data === 'tokens' ? t('Loss, nats') : t('Loss'), scale: logScale, ...limitsOf(losses, logScale) },
  };
}

/** ln of the measured over the fitted loss, in percent. */
export function residualPicture(scaling: ScalingOverview): XyPicture {
  const rest = [...scaling.points].map(({ label, size, tokens, loss, fitted }) => ({ label, x: amountOf(scaling, size, tokens), y: 100 * Math.log(loss / fitted) })).sort((a, b) => a.x - b.x);
  const worst = rest.reduce((a, b) => (Math.abs(b.y) > Math.abs(a.y) ? b : a), rest[0]);
  const most = Math.max(...rest.map(({ y }) => Math.abs(y)));
  return {
    sentence: t('The measured losses lie within {0} of the fitted ones; {1} is furthest off.', formatPercent(most / 100), worst.label), bands: [], vertical: [],
    horizontal: [{ value: 0, colour: 'muted', dash: [2, 3], label: '' }],
    lines: [{ label: t('residual'), colour: 'blue', width: 0, dots: 2.5, points: rest, names: rest.map(({ label }) => label) }],
    x: { title: amountTitle(scaling), scale: logScale, ...limitsOf(rest.map(({ x }) => x), logScale) },
    y: { title: '%', scale: linearScale, ...limitsOf([-most, most], linearScale) },
  };
}

/** The points of each size in the colour of its curve; those of sizes without a curve in grey. */
function measured({ curves, points, sweep }: ScalingOverview): readonly XyLine[] {
  const shown = new Set(curves.map(({ size }) => size));
  const at = (size: number, tokens: number) => (sweep.size === 'parameters' ? 6 * size * tokens : tokens);
  const dotsOf = (own: ScalingOverview['points'], colour: XyLine['colour'], label: string): XyLine => {
    const sorted = [...own].sort((a, b) => at(a.size, a.tokens) - at(b.size, b.tokens));
    return { label, colour, width: 0, dots: 2.75, points: sorted.map(({ size, tokens, loss }) => ({ x: at(size, tokens), y: loss })), names: sorted.map((one) => one.label) };
  };
  const others = points.filter(({ size }) => !shown.has(size));
  return [...(others.length > 0 ? [dotsOf(others, 'muted', t('other sizes'))] : []), ...curves.map(({ size }, i) => dotsOf(points.filter((one) => one.size === size), runPalette[i % runPalette.length], ''))];
}

function amountOf({ sweep }: ScalingOverview, size: number, tokens: number): number {
  return sweep.size === 'parameters' ? 6 * size * tokens : tokens;
}

function amountTitle({ sweep }: ScalingOverview): string {
  if (sweep.size === 'parameters' && sweep.data === 'tokens') return t('compute, FLOPs');
  if (sweep.size === 'parameters') return t('6 × parameters × steps');
  return sweep.data === 'tokens' ? t('training tokens') : t('steps');
}

export function sizeTitle(size: number, { sweep }: ScalingOverview): string {
  return sweep.size === 'parameters' ? sizeText(size) : t('width {0}', formatNumber(size));
}

function isBounded({ loss }: FrontierPoint): boolean {
  return Number.isFinite(loss.low) && Number.isFinite(loss.high);
}

function sentenceOf({ sweep, points, rmse, frontier }: ScalingOverview): string {
  const fit = t('The law fits {0} losses of {1} to {2}.', points.length, sweep.name, formatNumber(rmse));
  const last = frontier.at(-1);
  return last ? `${fit} ${t('With {0} FLOPs, {1} times the largest, the best model is expected at {2} (95 %: {3}).', flopsText(last.flops), formatNumber(Math.round(last.beyond)), formatNumber(last.loss.value), intervalOf(last.loss.value, last.loss.low, last.loss.high))}` : fit;
}
