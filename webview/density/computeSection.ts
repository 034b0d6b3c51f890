import { intervalOf, formatNumber, formatPercent } from '../../src/model/format';
import type { ComputeSlice, PlanSummary, ScalingOverview } from '../../src/model/scalingOverview';
import { logScale } from '../charts/valueScale';
import { XyChart } from '../charts/xyChart';
import { limitsOf, type XyPicture } from '../charts/xyPicture';
import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import { flopsText, type Section, sizeText } from './densityView';

/** Parameters against tokens for one compute, and what that says of the plans of runs. */
export function computeSection(): Section {
  const chart = new XyChart({ title: t('Parameters against tokens'), height: 'tall' });
  const words = html('ul', { class: 'sentences' });
  const missing = html('p', { class: 'missing' }, t('The sizes of these runs are widths: with their parameters (config.json, a checkpoint, or a column params) Plateau says how compute is best divided between parameters and tokens.'));
  const plot = html('div', {}, chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart compute', 'aria-label': t('Parameters against tokens') }, html('div', { class: 'heading' }, html('h2', {}, t('Parameters against tokens')), chart.legend.element), plot, missing);
  return {
    element,
    show({ scaling }) {
      element.hidden = scaling === null;
      const slice = scaling?.slice ?? null;
      plot.hidden = chart.legend.element.hidden = slice === null;
      missing.hidden = slice !== null;
      if (!scaling || !slice) return;
      chart.show(slicePicture(slice, scaling.plans));
      replaceChildren(words, ...[sliceSentence(slice), ...scaling.plans.slice(0, mostPlans).map(planSentence)].map((text) => html('li', {}, text)));
    },
  };
}

const mostPlans = 4;
/** Factor between the compute of a plan and that of the picture within which it is shown there. */
const near = 1.5;

function slicePicture(slice: ComputeSlice, plans: readonly PlanSummary[]): XyPicture {
  const { best, points, flops } = slice;
  const shown = plans.filter((plan) => plan.flops < near * flops && plan.flops > flops / near);
  const finite = points.filter(({ low, high }) => low > 0 && high < Infinity);
  return {
    sentence: sliceSentence(slice), horizontal: [],
    vertical: [{ value: best.size.value, colour: 'muted', dash: [2, 3], label: t('best: {0}', sizeText(best.size.value)) }],
    lines: [
      { label: t('loss for {0} FLOPs', flopsText(flops)), colour: 'blue', width: 1.75, points: points.map(({ size, loss }) => ({ x: size, y: loss })) },
      { label: shown.length > 0 ? t('plans of runs') : '', colour: 'orange', width: 0, dots: 4, points: shown.map(({ size, loss }) => ({ x: size, y: loss })), names: shown.map(({ name }) => name) },
    ],
    bands: [{ label: t('95 % interval'), colour: 'blue', points: finite.map(({ size, low, high }) => ({ x: size, low, high })) }],
    x: { title: t('parameters; the tokens are what the compute leaves'), scale: logScale, low: points[0].size, high: points[points.length - 1].size },
    y: { title: t('Loss, nats'), scale: logScale, ...limitsOf([...points.map(({ loss }) => loss), ...finite.flatMap(({ low, high }) => [low, high])], logScale) },
  };
}

function sliceSentence({ best, flops }: ComputeSlice): string {
  return t('{0} FLOPs are best spent on {1} parameters (95 %: {2}) and {3} tokens, {4} for each parameter: loss {5} ({6}).',
    flopsText(flops), sizeText(best.size.value), sizeInterval(best.size), sizeText(best.tokens.value), formatNumber(Number((best.tokens.value / best.size.value).toPrecision(2))), formatNumber(best.loss.value), intervalOf(best.loss.value, best.loss.low, best.loss.high));
}

function sizeInterval({ low, high }: ScalingOverview['frontier'][number]['size']): string {
  return `${sizeText(low)}–${sizeText(high)}`;
}

function planSentence({ name, size, tokens, efficiency, best, beyond, rest }: PlanSummary): string {
  const plan = t('{0}, {1} parameters on {2} tokens, makes {3} of its compute: the best would be {4} on {5}.', name, sizeText(size), sizeText(tokens), formatPercent(Math.min(1, efficiency)), sizeText(best.size), sizeText(best.tokens));
  const left = rest ? ` ${t('What is left brings it to {0}; spent on a new model of {1} it would reach {2}.', formatNumber(rest.goOn), sizeText(rest.anew.size), formatNumber(rest.anew.loss))}` : '';
  return `${plan}${left}${beyond > 3 ? ` ${t('It lies {0} times outside of the sweep.', formatNumber(Number(beyond.toPrecision(2))))}` : ''}`;
}
