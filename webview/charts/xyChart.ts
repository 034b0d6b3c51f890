import { formatNumber } from '../../src/model/format';
import { html } from '../components/dom';
import { oncePerFrame } from '../components/oncePerFrame';
import { t } from '../components/translate';
import { datasets } from './chartOptions';
import { DataTable } from './dataTable';
import { Legend, lineSample } from './legend';
import { Readout, type ReadValue } from './readout';
import { Chart } from './registered';
import { onThemeChange } from './theme';
import { linearScale } from './valueScale';
import { setXyAxes, xyAnnotations, xyOptions } from './xyOptions';
import type { XyLine, XyPicture } from './xyPicture';
import { xyTable } from './xyTable';

export interface XyForm {
  readonly title: string;
  /** CSS class that gives the plot its height. */
  readonly height: string;
}

/** Pixels within which a point counts as being under the cursor. */
const reach = 9;

/** A chart of one quantity against another on linear or logarithmic axes, with legend, cursor, text alternative and table. */
export class XyChart {
  readonly plot: HTMLElement;
  readonly legend = new Legend();
  readonly table: DataTable;
  readonly #canvas = html('canvas', { role: 'img' });
  readonly #line = html('div', { class: 'cursor', hidden: true });
  readonly #readout = new Readout();
  readonly #spoken = html('div', { class: 'hidden', 'aria-live': 'polite' });
  readonly #chart: Chart<'line', { x: number; y: number }[]>;
  #picture: XyPicture = emptyPicture;
  /** Values at which the cursor can stand, increasing. */
  #stops: readonly number[] = [];
  #cursor: number | null = null;
  readonly #drawSoon = oncePerFrame(() => this.#draw());

  constructor({ title, height }: XyForm) {
    this.table = new DataTable(title);
    this.plot = html('div', {
      class: `plot ${height}`, tabindex: 0, role: 'group', 'aria-roledescription': t('chart'), 'aria-label': t('{0}. Arrow keys move the cursor from point to point.', title),
    }, this.#canvas, this.#line, this.#readout.element, this.#spoken);
    this.#chart = new Chart(this.#canvas, {
      type: 'line', data: { datasets: [] }, options: xyOptions(() => this.#picture),
      plugins: [xyAnnotations(() => this.#picture), { id: 'layout', afterDraw: () => this.#point() }],
    });
    this.plot.addEventListener('pointermove', (event) => this.#move(this.#nearest(event.clientX - this.plot.getBoundingClientRect().left)));
    this.plot.addEventListener('pointerleave', () => this.#move(null));
    this.plot.addEventListener('blur', () => this.#move(null));
    this.plot.addEventListener('keydown', (event) => { if (this.#press(event.key)) event.preventDefault(); });
    onThemeChange(() => this.show(this.#picture));
  }

  get picture(): XyPicture {
    return this.#picture;
  }

  show(picture: XyPicture): void {
    this.#picture = picture;
    const shown = picture.lines.filter(({ label }) => label !== '').flatMap(({ points }) => points.map(({ x }) => x));
    this.#stops = [...new Set(shown)].filter((x) => Number.isFinite(picture.x.scale.toPlot(x))).sort((a, b) => a - b);
    this.#canvas.setAttribute('aria-label', picture.sentence);
    this.legend.show(picture);
    this.table.show(() => xyTable(picture));
    this.#drawSoon();
  }

  #draw(): void {
    setXyAxes(this.#chart.options, this.#picture);
    this.#chart.data.datasets = datasets(plotted(this.#picture));
    this.#chart.update('none');
  }

  #xOf(value: number): number {
    return this.#chart.scales.x.getPixelForValue(this.#picture.x.scale.toPlot(value));
  }

  #nearest(pixel: number): number | null {
    const distance = (value: number) => Math.abs(this.#xOf(value) - pixel);
    return this.#stops.reduce<number | null>((best, value) => best === null || distance(value) < distance(best) ? value : best, null);
  }

  #move(cursor: number | null): void {
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.#point();
  }

  #press(key: string): boolean {
    const last = this.#stops.length - 1;
    const now = this.#cursor === null ? -1 : this.#stops.indexOf(this.#cursor);
    const far = Math.max(1, Math.round(last / 10));
    const targets: Readonly<Record<string, number>> = { ArrowRight: now + 1, ArrowLeft: now < 0 ? last : now - 1, PageDown: now + far, PageUp: now - far, Home: 0, End: last };
    if (!Object.hasOwn(targets, key) || last < 0) return false;
    this.#move(this.#stops[Math.min(last, Math.max(0, targets[key]))]);
    return true;
  }

  #point(): void {
    const { chartArea } = this.#chart;
    const cursor = this.#cursor;
    this.#line.hidden = cursor === null;
    const x = cursor === null ? 0 : this.#xOf(cursor);
    const heading = cursor === null ? '' : `${this.#picture.x.title} ${formatNumber(cursor)}`;
    const values = this.#readout.show(heading, cursor === null ? [] : this.#valuesAt(x), x, this.plot.clientWidth);
    if (cursor === null) return;
    this.#line.style.top = `${chartArea.top}px`;
    this.#line.style.height = `${chartArea.bottom - chartArea.top}px`;
    this.#line.style.transform = `translateX(${Math.round(x)}px)`;
    if (document.activeElement === this.plot) this.#spoken.textContent = `${heading}: ${values}`;
  }

  #valuesAt(pixel: number): readonly ReadValue[] {
    return this.#picture.lines.filter(({ label }) => label !== '').flatMap((line) => {
      const index = this.#pointNear(line, pixel);
      if (index < 0) return [];
      const name = line.names?.[index];
      return [{ label: name ? `${line.label} · ${name}` : line.label, value: formatNumber(line.points[index].y), sample: () => lineSample(line) }];
    });
  }

  #pointNear({ points }: XyLine, pixel: number): number {
    const distances = points.map(({ x }) => Math.abs(this.#xOf(x) - pixel));
    const nearest = distances.reduce((best, distance, i) => distance < (distances[best] ?? Infinity) ? i : best, -1);
    return nearest >= 0 && distances[nearest] <= reach ? nearest : -1;
  }
}

/** The picture with its horizontal axis as it is plotted; the chart itself does the vertical one. */
function plotted({ lines, bands, x: { scale }, y }: XyPicture) {
  const move = <P extends { readonly x: number }>(points: readonly P[]) => points.map((point) => ({ ...point, x: scale.toPlot(point.x) })).filter(({ x }) => Number.isFinite(x));
  return { lines: lines.map((line) => ({ ...line, points: move(line.points) })), bands: bands.map((band) => ({ ...band, points: move(band.points) })), axis: y };
}

const emptyAxis = { title: '', low: 0, high: 1, scale: linearScale };
const emptyPicture: XyPicture = { sentence: '', lines: [], bands: [], horizontal: [], vertical: [], x: emptyAxis, y: emptyAxis };
