import { html } from './dom';

/** A control with its label, which stay beside each other where a row of controls is broken. */
export function labelled(control: HTMLElement, label: string): HTMLElement {
  const { id } = control;
  return html('span', { class: 'labelled' }, html('label', { for: id, id: `${id}-label` }, label), control);
}
