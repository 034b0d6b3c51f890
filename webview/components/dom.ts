import { unbroken } from './unbroken';

export type Child = Node | string | number | null | undefined | false;
type Listener = (event: never) => void;
/** Attributes by name; functions are listeners (`onclick`), true is an attribute without value, false is none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>> & { readonly style?: never };

/** An HTML element. Children that are texts become text nodes, so that nothing untrusted is ever parsed. */
export function html<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes, ...children: readonly Child[]): HTMLElementTagNameMap[K];
export function html(tag: string, attributes?: Attributes, ...children: readonly Child[]): HTMLElement;
export function html(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** Replaces everything inside an element. */
export function replaceChildren(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter(present).map(asNode));
}

/** Sets a text only where it differs, so that a live region does not repeat itself. */
export function setText(node: Element, text: string): void {
  const shown = unbroken(text);
  if (node.textContent !== shown) node.textContent = shown;
}

function fill<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.filter(present).map(asNode));
  return made;
}

function setAttribute(made: Element, name: string, value: unknown): void {
  if (value === undefined || value === false) return;
  if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
  else made.setAttribute(name, value === true ? '' : String(value));
}

function present(child: Child): child is Node | string | number {
  return child !== null && child !== undefined && child !== false;
}

function asNode(child: Node | string | number): Node | string {
  if (typeof child === 'string') return unbroken(child);
  return typeof child === 'number' ? String(child) : child;
}
