import { html } from './dom';
import { t } from './translate';

/** Buttons that take the figures elsewhere, one for each kind of file. */
export function exportButtons<Kind extends string>(kinds: readonly Kind[], save: (kind: Kind) => void): HTMLElement {
  const buttons = kinds.map((kind) => html('vscode-button', { appearance: 'secondary', 'aria-label': t('Export as {0}', kind.toUpperCase()), onclick: () => save(kind) }, kind.toUpperCase()));
  return html('span', { class: 'exports', role: 'group', 'aria-label': t('Export') }, html('span', { class: 'quiet', 'aria-hidden': 'true' }, t('Export')), ...buttons);
}
