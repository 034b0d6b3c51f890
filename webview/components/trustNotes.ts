import { html, replaceChildren } from './dom';
import type { PageSection } from './page';
import { t } from './translate';

/** What was left out of a view, and, folded away, how far its methods can be trusted. */
export function trustNotes<View>(notesOn: (view: View) => readonly string[], caveats: readonly string[]): PageSection<View> {
  const items = (texts: readonly string[]) => texts.map((text) => html('li', {}, text));
  const own = html('ul', { class: 'notes' });
  const about = html('details', {}, html('summary', {}, t('How far to trust this')), html('ul', { class: 'notes' }, ...items(caveats)));
  return {
    element: html('section', { class: 'about', 'aria-label': t('Notes') }, own, about),
    show: (view) => replaceChildren(own, ...items([...new Set(notesOn(view))])),
  };
}
