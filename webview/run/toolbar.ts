import type { Resource } from '../../src/model/report';
import type { StepAxis } from '../charts/stepAxis';
import { html, replaceChildren } from '../components/dom';
import { exportButtons } from '../components/exportButtons';
import { labelled } from '../components/labelled';
import type { ValueElement } from '../components/toolkit';
import { t } from '../components/translate';
import { resources, resourceTitle, whyUnavailable } from './resources';
import type { Section } from './runView';

export interface ToolbarActions {
  choose(resource: Resource): void;
  export(kind: 'png' | 'csv' | 'json'): void;
  openSetting(key: string): void;
}

/** Against which resource the charts count, what is in view, and how to take the figures elsewhere. */
export function toolbar(steps: StepAxis, actions: ToolbarActions): Section {
  const dropdown = html('vscode-dropdown', { id: 'resource' }) as ValueElement;
  const reset = html('vscode-button', { appearance: 'secondary', onclick: () => steps.zoom(null) }, t('Show all steps'));
  const element = html('section', { class: 'toolbar', 'aria-label': t('Display and export') },
    labelled(dropdown, t('Count in')),
    html('span', { class: 'spring' }), reset,
    exportButtons(['png', 'csv', 'json'], (kind) => actions.export(kind)));
  dropdown.setAttribute('aria-labelledby', 'resource-label');
  dropdown.addEventListener('change', () => actions.choose(dropdown.value as Resource));
  steps.onView(() => { reset.hidden = steps.zoomed === null; });
  reset.hidden = true;
  let shown = '';
  return {
    element,
    show({ detail, resource }) {
      const available = resources.filter((one) => one === 'steps' || detail.resources.includes(one));
      if (shown !== available.join()) replaceChildren(dropdown, ...resources.map((one) => option(one, available.includes(one))));
      shown = available.join();
      queueMicrotask(() => { dropdown.value = resource; });
    },
  };
}

function option(resource: Resource, available: boolean): HTMLElement {
  const text = available ? resourceTitle(resource) : t('{0} – {1}', resourceTitle(resource), whyUnavailable(resource));
  return html('vscode-option', { value: resource, disabled: !available, title: available ? undefined : whyUnavailable(resource) }, text);
}
