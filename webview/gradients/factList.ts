import { html, replaceChildren } from '../components/dom';

/** Figures with their names, side by side. */
export function factList(): { readonly element: HTMLElement; show(facts: readonly (readonly [name: string, value: string])[]): void } {
  const element = html('dl', { class: 'facts' });
  return {
    element,
    show(facts) {
      replaceChildren(element, ...facts.map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd', {}, value))));
    },
  };
}
