import type { RunSummary } from '../../src/engine/protocol';
import { figuresOf, type Figure } from '../../src/model/figures';
import { formatNumber } from '../../src/model/format';
import { html } from '../components/dom';
import { RowWindow } from '../components/rowWindow';
import { t } from '../components/translate';
import { type Column, columns } from './columns';
import { sortValue, type Order } from './orderRuns';

export interface TableActions {
  sort(order: Order): void;
  toggle(run: string): void;
  open(run: string): void;
  /** A character is about to be typed that is no command: it belongs to the filter. */
  type(): void;
  scrolled(top: number): void;
}

export interface TableView {
  readonly runs: readonly RunSummary[];
  readonly order: Order;
  readonly chosen: ReadonlySet<string>;
}

export const rowHeight = 28;
const headHeight = 26;

/** A grid of which only the rows in sight exist, so that a thousand scroll as easily as ten. */
export class RunTable {
  readonly element = html('div', { class: 'grid', role: 'grid', tabindex: 0, 'aria-multiselectable': 'true', 'aria-label': t('Runs'), 'aria-colcount': columns.length + 1 });
  readonly #actions: TableActions;
  readonly #head = html('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 });
  readonly #body = html('div', { class: 'body', role: 'rowgroup' });
  readonly #window: RowWindow<RunSummary>;
  readonly #sorters = new Map<Column, HTMLElement>();
  #figures: readonly Figure[] = columns.map(() => formatNumber);
  /** How the figures write a number, so that rows are made anew when that changes. */
  #look = '';
  #view: TableView = { runs: [], order: { key: 'state', descending: false }, chosen: new Set() };

  constructor(actions: TableActions) {
    this.#actions = actions;
    this.#head.append(html('div', { class: 'cell check', role: 'columnheader' }, html('span', { class: 'hidden' }, t('Chosen for the chart'))), ...columns.map((column) => this.#header(column)));
    this.element.append(html('div', { class: 'head-group', role: 'rowgroup' }, this.#head), this.#body);
    this.#window = new RowWindow<RunSummary>({
      element: this.element, body: this.#body, rowHeight, headHeight,
      key: ({ id }) => id, look: ({ id }) => `${this.#view.chosen.has(id)} ${this.#look}`, make: (run, index) => rowElement(run, index, this.#view.chosen.has(run.id), this.#figures),
      press: (key, run) => this.#press(key, run), type: () => actions.type(),
    });
    this.element.addEventListener('scroll', () => actions.scrolled(this.element.scrollTop), { passive: true });
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('dblclick', (event) => {
      const run = this.#window.focusAt(event);
      if (run) actions.open(run.id);
    });
  }

  show(view: TableView): void {
    this.#view = view;
    this.#figures = columns.map(({ sort }) => (sort ? figuresOf(view.runs.map(sortValue[sort])) : formatNumber));
    this.#look = this.#figures.map((figure) => figure(probe)).join(' ');
    for (const [column, header] of this.#sorters) {
      const sorted = column.sort === view.order.key ? view.order.descending ? 'descending' : 'ascending' : 'none';
      header.setAttribute('aria-sort', sorted);
    }
    this.#window.show(view.runs);
  }

  scrollTo(top: number): void {
    this.element.scrollTop = top;
  }

  #press(key: string, run: RunSummary | undefined): boolean {
    if ((key !== 'Enter' && key !== ' ') || !run) return false;
    if (key === 'Enter') this.#actions.open(run.id);
    else this.#actions.toggle(run.id);
    return true;
  }

  #click(event: MouseEvent): void {
    const run = this.#window.focusAt(event);
    const target = event.target as Element;
    if (run && target.closest('.check')) this.#actions.toggle(run.id);
    else if (run && target.closest('.run-name')) this.#actions.open(run.id);
  }

  #header(column: Column): HTMLElement {
    const { sort } = column;
    if (!sort) return html('div', { class: `cell ${column.name}`, role: 'columnheader' }, column.title());
    const choose = () => {
      const { key, descending } = this.#view.order;
      this.#actions.sort({ key: sort, descending: key === sort ? !descending : column.largestFirst ?? false });
    };
    const header = html('div', { class: `cell ${column.name}`, role: 'columnheader' }, html('button', { type: 'button', onclick: choose }, column.title()));
    this.#sorters.set(column, header);
    return header;
  }
}

/** Every number of decimals writes it differently. */
const probe = 0.123456;

function rowElement(run: RunSummary, index: number, chosen: boolean, figures: readonly Figure[]): HTMLElement {
  return html('div', {
    class: chosen ? 'row chosen' : 'row', role: 'row', id: `row-${index}`, 'aria-rowindex': index + 2, 'aria-selected': String(chosen), 'data-index': index,
  },
    html('div', { class: 'cell check', role: 'gridcell' }, html('span', { class: 'box', 'aria-hidden': 'true' }), html('span', { class: 'hidden' }, chosen ? t('chosen') : t('not chosen'))),
    ...columns.map((column, i) => html('div', { class: `cell ${column.name}`, role: 'gridcell' }, ...column.cell(run, figures[i]))));
}
