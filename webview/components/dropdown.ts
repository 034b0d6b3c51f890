import { html } from './dom';
import type { ValueElement } from './toolkit';

/** A list to choose from, named by the label that `labelled` puts before it. */
export function dropdown(id: string): ValueElement {
  return html('vscode-dropdown', { id, 'aria-labelledby': `${id}-label` }) as ValueElement;
}
