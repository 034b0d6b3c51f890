import { html, replaceChildren } from './dom';
import { byColumn, type GridColumn, type GridOrder } from './gridOrder';

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
/** Rows kept above and below what can be seen. */
const spare = 8;
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
  readonly #drawn = new Map<number, { readonly element: HTMLElement; readonly row: Row }>();
  #order: GridOrder;
  #given: readonly Row[] = [];
  #rows: readonly Row[] = [];
  #chosen: string | null = null;
  #focused: string | null = null;
  #frame = 0;

  constructor(form: GridForm<Row>) {
    this.#form = form;
    this.#order = form.order;
    this.element = html('div', { class: 'table', role: 'grid', tabindex: 0, 'aria-label': form.label, 'aria-colcount': form.columns.length },
      html('div', { class: 'table-head', role: 'rowgroup' }, html('div', { class: 'table-row', role: 'row', 'aria-rowindex': 1 }, ...form.columns.map((column) => this.#header(column)))),
      this.#body);
    const widths = form.columns.map(({ width }) => width ?? usualWidth);
    this.element.style.setProperty('--columns', form.columns.map(({ grow }, i) => `minmax(${widths[i]}px, ${grow ?? 1}fr)`).join(' '));
    this.element.style.setProperty('--least', `${widths.reduce((sum, width) => sum + width + columnGap, 0)}px`);
    this.element.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#press(event));
    this.#body.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** Shows these rows in the chosen order; `chosen` is the key of the row that stands out. */
  show(rows: readonly Row[], chosen: string | null = null): void {
    if (rows === this.#given && chosen === this.#chosen) return;
    this.#given = rows;
    this.#chosen = chosen;
    this.#arrange();
  }

  #arrange(): void {
    const column = this.#form.columns.find(({ name }) => name === this.#order.column);
    this.#rows = column ? byColumn(this.#given, column, this.#order.descending) : this.#given;
    for (const [own, header] of this.#headers) header.setAttribute('aria-sort', own === column ? this.#order.descending ? 'descending' : 'ascending' : 'none');
    this.element.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    this.#body.style.height = `${this.#rows.length * gridRowHeight}px`;
    this.element.style.height = `${Math.min(tallest, this.#rows.length * gridRowHeight + headHeight + scrollBar)}px`;
    replaceChildren(this.#body);
    this.#drawn.clear();
    this.#drawRows(); // at once, for a frame without rows would be seen
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
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / gridRowHeight) - spare);
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / gridRowHeight) + spare);
    for (const [index, { element }] of this.#drawn) {
      if (index >= first && index < last) continue;
      element.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < last; index++) {
      if (this.#drawn.has(index)) continue;
      const made = { row: this.#rows[index], element: this.#rowElement(this.#rows[index], index) };
      this.#drawn.set(index, made);
      this.#body.append(made.element);
    }
    this.#markFocus();
  }

  #rowElement(row: Row, index: number): HTMLElement {
    const chosen = this.#form.key(row) === this.#chosen;
    const element = html('div', {
      class: `table-row${chosen ? ' chosen' : ''}${this.#form.choose ? ' can-be-chosen' : ''}`, role: 'row', id: `${this.#id}-${index}`, 'aria-rowindex': index + 2, 'data-index': index,
      'aria-selected': this.#form.choose ? String(chosen) : undefined,
    }, ...this.#form.columns.map((column) => html('div', { class: cellClass(column), role: 'gridcell' }, ...column.cell(row))));
    element.style.transform = `translateY(${index * gridRowHeight}px)`;
    return element;
  }

  #markFocus(): void {
    const index = this.#focusedIndex();
    for (const [at, { element }] of this.#drawn) element.classList.toggle('focused', at === index);
    const drawn = this.#drawn.get(index);
    if (drawn) this.element.setAttribute('aria-activedescendant', drawn.element.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #focusedIndex(): number {
    return this.#rows.findIndex((row) => this.#form.key(row) === this.#focused);
  }

  #focus(index: number): void {
    const row = this.#rows[Math.min(this.#rows.length - 1, Math.max(0, index))];
    if (row === undefined) return;
    this.#focused = this.#form.key(row);
    const top = this.#rows.indexOf(row) * gridRowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + gridRowHeight + headHeight > scrollTop + clientHeight) this.element.scrollTop = top + gridRowHeight + headHeight - clientHeight;
    this.#drawRows();
  }

  #press(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.#focusedIndex();
    const page = Math.max(1, Math.floor(this.element.clientHeight / gridRowHeight) - 2);
    const moves: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: Math.max(0, index - 1), PageDown: index + page, PageUp: index - page, Home: 0, End: this.#rows.length - 1 };
    if (Object.hasOwn(moves, event.key)) this.#focus(moves[event.key]);
    else if ((event.key === 'Enter' || event.key === ' ') && index >= 0) this.#form.choose?.(this.#rows[index]);
    else if (event.key.length === 1 && event.key !== ' ' && this.#form.type) return this.#form.type();
    else return;
    event.preventDefault();
  }

  #click(event: MouseEvent): void {
    const index = Number((event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index);
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#focus(index);
    this.#form.choose?.(row);
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
