import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import { figuresOf } from './figures';
import type { Section } from './runView';

/** What the verdict rests on: a few figures with their intervals and, in grey, what each is judged against. */
export function evidenceSection(): Section {
  const list = html('dl', { class: 'figures' });
  const element = html('section', { class: 'evidence', 'aria-label': t('What this rests on') }, list);
  return {
    element,
    show(view) {
      replaceChildren(list, ...figuresOf(view).map(({ label, value, unit, interval, reference }) => html('div', { class: 'figure' },
        html('dt', { title: label }, label),
        html('dd', {},
          html('span', { class: 'number' }, value), ' ', unit && html('span', { class: 'unit' }, unit),
          interval && html('div', { class: 'interval', title: t('95 % interval') }, interval),
          reference && html('div', { class: 'reference' }, reference)))));
    },
  };
}
