/**
 * While it is imported, the component set finds out whether the browser knows :focus-visible by inserting an empty
 * inline style element. The content policy refuses that, which is reported as a violation and leaves every component
 * with a focus ring on each click. Until the probe is over, style elements are therefore made so that the browser does
 * not take them for style sheets, and their rules go to a constructed sheet, which answers the same question.
 *
 * This file must be imported before the component set.
 */
const original = Document.prototype.createElement;

Document.prototype.createElement = function createElement(this: Document, name: string, options?: ElementCreationOptions) {
  const made = original.call(this, name, options);
  if (made instanceof HTMLStyleElement) {
    made.type = 'text/plain';
    Object.defineProperty(made, 'sheet', { value: new CSSStyleSheet() });
  }
  return made;
} as typeof original;

/** Gives the document back its own way to make elements. */
export function endStyleProbe(): void {
  Document.prototype.createElement = original;
}
