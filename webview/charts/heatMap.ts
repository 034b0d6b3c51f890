import { html } from '../components/dom';
import { oncePerFrame } from '../components/oncePerFrame';
import { t } from '../components/translate';
import { ColourKey } from './colourKey';
import { DataTable } from './dataTable';
import { drawCells, drawMarks, type HeatGeometry, labelWidth } from './heatDrawing';
import { type Cell, emptyHeat, type HeatPicture, stripeAt, stripeEdges } from './heatPicture';
import { heatTable } from './heatTable';
import { onThemeChange } from './theme';

export interface HeatForm {
  readonly title: string;
  /** A cell was clicked, or chosen by Enter. */
  choose(cell: Cell): void;
}

const tallestRow = 24;
const lowestRow = 4;
const wantedHeight = 300;
const axisHeight = 24;
const top = 2;

/** Values of rows × columns as colours, with colour key, cursor by pointer and keys, text alternative and table. */
export class HeatMap {
  readonly plot: HTMLElement;
  readonly key = new ColourKey();
  readonly table: DataTable;
  readonly #canvas = html('canvas', { role: 'img' });
  /** Lies over the cells, so that moving the cursor does not draw them again. */
  readonly #marks = html('canvas', { 'aria-hidden': 'true' });
  readonly #tip = html('div', { class: 'readout', hidden: true, 'aria-hidden': 'true' });
  readonly #spoken = html('div', { class: 'hidden', 'aria-live': 'polite' });
  #picture: HeatPicture = emptyHeat;
  #geometry: HeatGeometry = { left: 0, top, width: 1, rowHeight: 1, edges: stripeEdges([]) };
  #cursor: Cell | null = null;
  readonly #drawSoon = oncePerFrame(() => this.#draw());

  constructor({ title, choose }: HeatForm) {
    this.table = new DataTable(title);
    this.plot = html('div', {
      class: 'plot heat', tabindex: 0, role: 'group', 'aria-roledescription': t('heat map'), 'aria-label': t('{0}. Arrow keys move from cell to cell, Enter chooses one.', title),
    }, this.#canvas, this.#marks, this.#tip, this.#spoken);
    this.plot.addEventListener('pointermove', (event) => this.#move(this.#cellAt(event)));
    this.plot.addEventListener('pointerleave', () => this.#move(null));
    this.plot.addEventListener('blur', () => this.#move(null));
    this.plot.addEventListener('click', (event) => {
      const cell = this.#cellAt(event);
      if (cell) choose(cell);
    });
    this.plot.addEventListener('keydown', (event) => { if (this.#press(event.key, choose)) event.preventDefault(); });
    new ResizeObserver(() => this.#drawSoon()).observe(this.plot);
    onThemeChange(() => this.show(this.#picture));
  }

  show(picture: HeatPicture): void {
    this.#picture = picture;
    if (this.#cursor && !this.#within(this.#cursor)) this.#cursor = null;
    this.#canvas.setAttribute('aria-label', picture.sentence);
    this.key.show(picture);
    this.table.show(() => heatTable(picture));
    this.#drawSoon();
  }

  #draw(): void {
    this.#paint();
    this.#mark();
  }

  #paint(): void {
    const width = this.plot.clientWidth;
    const { rows, columns } = this.#picture;
    if (width === 0) return;
    const rowHeight = Math.min(tallestRow, Math.max(lowestRow, Math.floor(wantedHeight / Math.max(1, rows.length))));
    const height = top + rows.length * rowHeight + axisHeight;
    this.plot.style.height = `${height}px`;
    const context = sized(this.#canvas, width, height);
    sized(this.#marks, width, height);
    const left = labelWidth(context, this.#picture, width);
    this.#geometry = { left, top, width: Math.max(1, width - left - 2), rowHeight, edges: stripeEdges(columns) };
    drawCells(context, this.#picture, this.#geometry);
  }

  #mark(): void {
    const context = this.#marks.getContext('2d');
    if (context) drawMarks(context, this.#picture, this.#geometry, this.#cursor);
    this.#tell();
  }

  #within({ row, column }: Cell): boolean {
    return row < this.#picture.rows.length && column < this.#picture.columns.length;
  }

  #cellAt(event: MouseEvent): Cell | null {
    const { left, rowHeight, width, edges } = this.#geometry;
    const box = this.plot.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - top) / rowHeight);
    const share = (event.clientX - box.left - left) / width;
    if (row < 0 || row >= this.#picture.rows.length || share > 1 || this.#picture.columns.length === 0) return null;
    return { row, column: stripeAt(edges, Math.max(0, share)) };
  }

  #move(cell: Cell | null): void {
    if (cell?.row === this.#cursor?.row && cell?.column === this.#cursor?.column) return;
    this.#cursor = cell;
    this.#mark();
  }

  #press(key: string, choose: (cell: Cell) => void): boolean {
    const { rows, columns, chosen } = this.#picture;
    if (rows.length === 0 || columns.length === 0) return false;
    const now = this.#cursor ?? chosen ?? { row: 0, column: columns.length - 1 };
    if (key === 'Enter' || key === ' ') {
      choose(now);
      return true;
    }
    const page = Math.max(1, Math.round(columns.length / 10));
    const moves: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [0, -page], PageDown: [0, page], Home: [0, -columns.length], End: [0, columns.length],
    };
    if (!Object.hasOwn(moves, key)) return false;
    const [down, right] = this.#cursor ? moves[key] : [0, 0];
    this.#move({ row: inside(now.row + down, rows.length), column: inside(now.column + right, columns.length) });
    return true;
  }

  /** Says what is under the cursor, beside it and to a screen reader. */
  #tell(): void {
    const cell = this.#cursor;
    this.#tip.hidden = cell === null;
    if (cell === null) return;
    const { left, width, edges, rowHeight } = this.#geometry;
    const text = cellSentence(this.#picture, cell);
    this.#tip.textContent = text;
    const x = left + edges[cell.column] * width;
    const fits = x + 16 + this.#tip.offsetWidth < this.plot.clientWidth;
    const y = top + (cell.row + 1) * rowHeight;
    this.#tip.style.transform = `translate(${Math.round(Math.max(0, fits ? x + 12 : x - 8 - this.#tip.offsetWidth))}px, ${Math.round(y)}px)`;
    if (document.activeElement === this.plot) this.#spoken.textContent = text;
  }
}

/** Gives a canvas a size in the page, with as many pixels as the screen has there. */
function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no drawing context.');
  const scale = window.devicePixelRatio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}

function inside(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}

function cellSentence({ rows, rowTitle, columns, columnTitle, cellText, columnText, blank }: HeatPicture, { row, column }: Cell): string {
  const { label, name, values, doubt } = rows[row];
  const value = values[column] === values[column] ? cellText(values[column]) : blank ?? t('no record');
  const place = t('{0} {1}, {2} {3}', rowTitle, name ?? label, columnTitle, columnText(columns[column]));
  return doubt === undefined ? `${place}: ${value}` : `${place}: ${value} (${doubt})`;
}
