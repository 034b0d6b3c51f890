import type { RunSummary } from '../../src/engine/protocol';
import { html } from '../components/dom';
import { t } from '../components/translate';
import { type Column, columns } from './columns';
import type { Order } from './orderRuns';

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
/** Rows kept above and below what can be seen. */
const spare = 8;

interface Row {
  readonly element: HTMLElement;
  readonly run: RunSummary;
  readonly chosen: boolean;
}

/** A grid of which only the rows in sight exist, so that a thousand scroll as easily as ten. */
export class RunTable {
  readonly element = html('div', { class: 'grid', role: 'grid', tabindex: 0, 'aria-multiselectable': 'true', 'aria-label': t('Runs'), 'aria-colcount': columns.length + 1 });
  readonly #actions: TableActions;
  readonly #head = html('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 });
  readonly #body = html('div', { class: 'body', role: 'rowgroup' });
  readonly #rows = new Map<number, Row>();
  readonly #sorters = new Map<Column, HTMLElement>();
  #view: TableView = { runs: [], order: { key: 'state', descending: false }, chosen: new Set() };
  #focused: string | null = null;
  #frame = 0;

  constructor(actions: TableActions) {
    this.#actions = actions;
    this.#head.append(html('div', { class: 'cell check', role: 'columnheader' }, html('span', { class: 'hidden' }, t('Chosen for the chart'))), ...columns.map((column) => this.#header(column)));
    this.element.append(html('div', { class: 'head-group', role: 'rowgroup' }, this.#head), this.#body);
    this.element.addEventListener('scroll', () => {
      this.#draw();
      actions.scrolled(this.element.scrollTop);
    }, { passive: true });
    this.element.addEventListener('keydown', (event) => this.#press(event));
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('dblclick', (event) => this.#at(event, (run) => actions.open(run.id)));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(view: TableView): void {
    this.#view = view;
    this.element.setAttribute('aria-rowcount', String(view.runs.length + 1));
    this.#body.style.height = `${view.runs.length * rowHeight}px`;
    for (const [column, header] of this.#sorters) {
      const sorted = column.sort === view.order.key ? view.order.descending ? 'descending' : 'ascending' : 'none';
      header.setAttribute('aria-sort', sorted);
    }
    this.#draw();
  }

  scrollTo(top: number): void {
    this.element.scrollTop = top;
  }

  /** Draws at the next frame; several requests are one drawing. */
  #draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawRows();
    });
  }

  #drawRows(): void {
    const { runs, chosen } = this.#view;
    const first = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - spare);
    const last = Math.min(runs.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / rowHeight) + spare);
    for (const [index, row] of this.#rows) {
      if (index >= first && index < last && row.run === runs[index] && row.chosen === chosen.has(row.run.id)) continue;
      row.element.remove();
      this.#rows.delete(index);
    }
    for (let index = first; index < last; index++) {
      if (this.#rows.has(index)) continue;
      const row = { run: runs[index], chosen: chosen.has(runs[index].id), element: rowElement(runs[index], index, chosen.has(runs[index].id)) };
      this.#rows.set(index, row);
      this.#body.append(row.element);
    }
    this.#markFocus();
  }

  #markFocus(): void {
    const index = this.#focusedIndex();
    for (const [at, { element }] of this.#rows) element.classList.toggle('focused', at === index);
    const row = this.#rows.get(index);
    if (row) this.element.setAttribute('aria-activedescendant', row.element.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #focusedIndex(): number {
    return this.#view.runs.findIndex(({ id }) => id === this.#focused);
  }

  #focus(index: number): void {
    const run = this.#view.runs[Math.min(this.#view.runs.length - 1, Math.max(0, index))];
    if (!run) return;
    this.#focused = run.id;
    const top = this.#view.runs.indexOf(run) * rowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + rowHeight + headHeight > scrollTop + clientHeight) this.element.scrollTop = top + rowHeight + headHeight - clientHeight;
    this.#drawRows();
  }

  #press(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.#focusedIndex();
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1, ArrowUp: index < 0 ? 0 : index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: this.#view.runs.length - 1,
    };
    if (Object.hasOwn(moves, event.key)) this.#focus(moves[event.key]);
    else if (event.key === ' ' && index >= 0) this.#actions.toggle(this.#view.runs[index].id);
    else if (event.key === 'Enter' && index >= 0) this.#actions.open(this.#view.runs[index].id);
    else if (event.key.length === 1 && event.key !== ' ') return this.#actions.type();
    else return;
    event.preventDefault();
  }

  #click(event: MouseEvent): void {
    this.#at(event, (run, index) => {
      this.#focus(index);
      const target = event.target as Element;
      if (target.closest('.check')) this.#actions.toggle(run.id);
      else if (target.closest('.run-name')) this.#actions.open(run.id);
    });
  }

  #at(event: MouseEvent, act: (run: RunSummary, index: number) => void): void {
    const row = (event.target as Element).closest<HTMLElement>('.row');
    const index = Number(row?.dataset.index);
    const run = this.#view.runs[index];
    if (run) act(run, index);
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

function rowElement(run: RunSummary, index: number, chosen: boolean): HTMLElement {
  const element = html('div', {
    class: chosen ? 'row chosen' : 'row', role: 'row', id: `row-${index}`, 'aria-rowindex': index + 2, 'aria-selected': String(chosen), 'data-index': index,
  },
    html('div', { class: 'cell check', role: 'gridcell' }, html('span', { class: 'box', 'aria-hidden': 'true' }), html('span', { class: 'hidden' }, chosen ? t('chosen') : t('not chosen'))),
    ...columns.map((column) => html('div', { class: `cell ${column.name}`, role: 'gridcell' }, ...column.cell(run))));
  element.style.transform = `translateY(${index * rowHeight}px)`;
  return element;
}
