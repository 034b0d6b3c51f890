/**
 * While it is imported, the component set finds out whether the browser knows :focus-visible by inserting an empty
 * inline style element. The content policy refuses that, which is reported as a violation and leaves every component
 * with a focus ring on each click. Until the probe is over, it is therefore given an inert element whose rules go to a
 * constructed sheet, which answers the same question.
 *
 * This file must be imported before the component set.
 */
const original = Document.prototype.createElement;

Document.prototype.createElement = function createElement(this: Document, name: string, options?: ElementCreationOptions) {
  if (name !== 'style') return original.call(this, name, options);
  return Object.defineProperty(original.call(this, 'template'), 'sheet', { value: new CSSStyleSheet() });
} as typeof original;

/** Gives the document back its own way to make elements. */
export function endStyleProbe(): void {
  Document.prototype.createElement = original;
}
