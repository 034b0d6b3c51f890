import { html } from '../components/dom';
import { exportButtons } from '../components/exportButtons';
import { t } from '../components/translate';
import type { GradientsActions, InfluenceMeasure, Section } from './gradientsView';

/** By which measure modules are compared, and how to take the figures elsewhere. */
export function toolbar(actions: Pick<GradientsActions, 'chooseMeasure' | 'export'>): Section {
  const choices = (['norm', 'perParameter'] as const).map((measure) => {
    const input = html('input', { type: 'radio', name: 'measure', value: measure, onchange: () => actions.chooseMeasure(measure) });
    return { measure, input, element: html('label', { title: measureHint(measure) }, input, measureTitle(measure)) };
  });
  const measures = html('span', { class: 'measures', role: 'radiogroup', 'aria-label': t('Influence') }, html('span', {}, t('Influence')), ...choices.map((choice) => choice.element));
  const element = html('section', { class: 'toolbar', 'aria-label': t('Display and export') }, measures, html('span', { class: 'spring' }),
    exportButtons(['csv', 'json'], (kind) => actions.export(kind)));
  return {
    element,
    show({ measure, report: { influence } }) {
      measures.hidden = influence === null;
      for (const choice of choices) {
        choice.input.checked = choice.measure === measure;
        choice.input.disabled = choice.measure === 'perParameter' && !influence?.modules.some(({ gradNormPerSqrtParam }) => gradNormPerSqrtParam !== null);
      }
    },
  };
}

export function measureTitle(measure: InfluenceMeasure): string {
  return measure === 'norm' ? t('gradient norm') : t('norm per √parameter');
}

function measureHint(measure: InfluenceMeasure): string {
  return measure === 'norm' ? t('The gradient of a whole module: large modules have large ones.') : t('The gradient norm over the square root of the number of parameters, so that large modules do not always win.');
}
