import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './gradientsView';

/** What the figures rest on, how far that is to be trusted, and what the clip does to it. */
export function basisSection(): Section {
  const list = html('ul');
  const element = html('section', { class: 'basis quiet', 'aria-label': t('What this rests on') }, list);
  return {
    element,
    show({ report: { basis, clipping } }) {
      replaceChildren(list, ...[...basis, ...(clipping ? [clipping.sentence] : [])].map((text) => html('li', {}, text)));
    },
  };
}
