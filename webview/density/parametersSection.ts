import { intervalOf, formatNumber } from '../../src/model/format';
import type { ScalingOverview } from '../../src/model/scalingOverview';
import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './densityView';

/** The fitted parameters with their intervals, how well the rows determine them, and which rows matter most. */
export function parametersSection(): Section {
  const table = html('table', { class: 'parameters' });
  const words = html('ul', { class: 'notes' });
  const element = html('section', { class: 'fitted', 'aria-label': t('Fitted parameters') }, html('div', { class: 'heading' }, html('h2', {}, t('Fitted parameters'))), html('div', { class: 'fitted-parts' }, table, words));
  return {
    element,
    show({ scaling }) {
      element.hidden = scaling === null;
      if (!scaling) return;
      replaceChildren(table,
        html('thead', {}, html('tr', {}, ...[t('Parameter'), t('Value'), t('95 % interval')].map((title) => html('th', { scope: 'col' }, title)))),
        html('tbody', {}, ...scaling.parameters.map(({ name, value, low, high, unbounded }) => html('tr', {}, html('th', { scope: 'row' }, name), html('td', {}, formatNumber(value)), html('td', { title: unbounded }, intervalOf(value, low, high))))));
      replaceChildren(words, ...sentencesOf(scaling).map((text) => html('li', {}, text)));
    },
  };
}

function sentencesOf({ formula, misfit, refits, conditioning, influence, parameters }: ScalingOverview): readonly string[] {
  return [
    t('{0}, by the {1}; intervals over {2} refits to rows drawn anew.', formula, misfit, refits),
    ...(conditioning ? [t('Condition number {0} of all parameters together, {1} of the exponents alone: read the exponents, not A and B by themselves.', conditioning.direct.toExponential(1).replace('e+', 'e'), formatNumber(Number(conditioning.projected.toPrecision(2))))] : []),
    ...(influence.length > 0 ? [t('Without {0} the parameters would change most, by {1} standard deviations.', influence[0].label, formatNumber(Number(influence[0].largest.toPrecision(2))))] : []),
    ...parameters.flatMap(({ name, unbounded }) => (unbounded === undefined ? [] : [t('{0}: {1}.', name, unbounded)])),
  ];
}
