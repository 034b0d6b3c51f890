import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';

/** The numbers behind a chart: a table that opens below it and is made only while it is open. */
export class DataTable {
  readonly element: HTMLDetailsElement;
  readonly #body = html('div', { class: 'data-table', tabindex: 0 });
  #make: () => Node = () => html('table');

  constructor(title: string) {
    this.#body.setAttribute('aria-label', title);
    this.element = html('details', { class: 'data' }, html('summary', {}, t('{0} as a table', title)), this.#body);
    this.element.addEventListener('toggle', () => this.#fill());
  }

  show(make: () => Node): void {
    this.#make = make;
    this.#fill();
  }

  #fill(): void {
    if (this.element.open) replaceChildren(this.#body, this.#make());
  }
}
