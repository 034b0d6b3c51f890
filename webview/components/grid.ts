import { figuresOf, type Figure } from '../../src/model/figures';
import { html } from './dom';
import { byColumn, type GridColumn, type GridOrder } from './gridOrder';
import { RowWindow } from './rowWindow';

export interface GridForm<Row> {
  /** Name for a screen reader. */
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly order: GridOrder;
  /** What tells a row from all others. */
  key(row: Row): string;
  /** A row was clicked, or chosen by Enter; without it rows only show. */
  choose?(row: Row): void;
  ordered?(order: GridOrder): void;
  /** A character is about to be typed that is no command: it may belong to a filter. */
  type?(): void;
}

export const gridRowHeight = 26;
/** Titles may take two lines. */
const headHeight = 38;
const tallest = 460;
/** Room for a horizontal scroll bar, so that few rows never need a vertical one. */
const scrollBar = 14;
const usualWidth = 76;
const columnGap = 14;
let grids = 0;

/** A sortable table of which only the rows in sight exist, so that thousands scroll as easily as ten. */
export class Grid<Row> {
  readonly element: HTMLElement;
  readonly #form: GridForm<Row>;
  readonly #id = `grid-${grids++}`;
  readonly #body = html('div', { class: 'table-body', role: 'rowgroup' });
  readonly #headers = new Map<GridColumn<Row>, HTMLElement>();
  readonly #window: RowWindow<Row>;
  #order: GridOrder;
  #figures: readonly Figure[] = [];
  #given: readonly Row[] = [];
  #chosen: string | null = null;

  constructor(form: GridForm<Row>) {
    this.#form = form;
    this.#order = form.order;
    this.element = html('div', { class: 'table', role: 'grid', tabindex: 0, 'aria-label': form.label, 'aria-colcount': form.columns.length },
      html('div', { class: 'table-head', role: 'rowgroup' }, html('div', { class: 'table-row', role: 'row', 'aria-rowindex': 1 }, ...form.columns.map((column) => this.#header(column)))),
      this.#body);
    const widths = form.columns.map(({ width }) => width ?? usualWidth);
    this.element.style.setProperty('--columns', form.columns.map(({ grow }, i) => `minmax(${widths[i]}px, ${grow ?? 1}fr)`).join(' '));
    this.element.style.setProperty('--least', `${widths.reduce((sum, width) => sum + width + columnGap, 0)}px`);
    this.#window = new RowWindow<Row>({
      element: this.element, body: this.#body, rowHeight: gridRowHeight, headHeight,
      key: (row) => form.key(row), look: () => '', make: (row, index) => this.#rowElement(row, index), press: (key, row) => this.#press(key, row), type: form.type && (() => form.type?.()),
    });
    this.#body.addEventListener('click', (event) => {
      const row = this.#window.focusAt(event);
      if (row !== undefined) form.choose?.(row);
    });
  }

  /** Shows these rows in the chosen order; `chosen` is the key of the row that stands out. */
  show(rows: readonly Row[], chosen: string | null = null): void {
    if (rows === this.#given && chosen === this.#chosen) return;
    this.#given = rows;
    this.#figures = this.#form.columns.map(({ value }) => figuresOf(rows.map(value)));
    this.#chosen = chosen;
    this.#arrange();
  }

  #arrange(): void {
    const column = this.#form.columns.find(({ name }) => name === this.#order.column);
    const rows = column ? byColumn(this.#given, column, this.#order.descending) : this.#given;
    for (const [own, header] of this.#headers) header.setAttribute('aria-sort', own === column ? this.#order.descending ? 'descending' : 'ascending' : 'none');
    this.element.style.height = `${Math.min(tallest, rows.length * gridRowHeight + headHeight + scrollBar)}px`;
    this.#window.forget();
    this.#window.show(rows);
  }

  #rowElement(row: Row, index: number): HTMLElement {
    const chosen = this.#form.key(row) === this.#chosen;
    return html('div', {
      class: `table-row${chosen ? ' chosen' : ''}${this.#form.choose ? ' can-be-chosen' : ''}`, role: 'row', id: `${this.#id}-${index}`, 'aria-rowindex': index + 2, 'data-index': index,
      'aria-selected': this.#form.choose ? String(chosen) : undefined,
    }, ...this.#form.columns.map((column, i) => html('div', { class: cellClass(column), role: 'gridcell' }, ...column.cell(row, this.#figures[i]))));
  }

  #press(key: string, row: Row | undefined): boolean {
    if ((key !== 'Enter' && key !== ' ') || row === undefined) return false;
    this.#form.choose?.(row);
    return true;
  }

  #header(column: GridColumn<Row>): HTMLElement {
    const sort = () => {
      this.#order = { column: column.name, descending: this.#order.column === column.name ? !this.#order.descending : column.largestFirst ?? false };
      this.#form.ordered?.(this.#order);
      this.#arrange();
    };
    const header = html('div', { class: cellClass(column), role: 'columnheader' }, html('button', { type: 'button', title: column.hint?.(), onclick: sort }, column.title()));
    this.#headers.set(column, header);
    return header;
  }
}

function cellClass<Row>({ name, words }: GridColumn<Row>): string {
  return `table-cell ${name}${words ? ' words' : ''}`;
}
