import { formatNumber, formatStep } from '../../src/model/format';
import { html } from '../components/dom';
import { oncePerFrame } from '../components/oncePerFrame';
import { t } from '../components/translate';
import { annotations, axisWidth, chartOptions, datasets, rightMargin, setAxes } from './chartOptions';
import { DataTable } from './dataTable';
import { Legend } from './legend';
import { linearScale } from './valueScale';
import type { Picture } from './picture';
import { followPointer, type PlotArea } from './pointer';
import { Readout, valuesAt } from './readout';
import { Chart } from './registered';
import type { StepAxis } from './stepAxis';
import { stepTable } from './stepTable';
import { onThemeChange } from './theme';

export interface ChartForm {
  readonly title: string;
  readonly steps: StepAxis;
  /** CSS class that gives the plot its height. */
  readonly height: string;
}

/** One chart over steps: plot, legend with the values at the cursor, text alternative and table of the numbers. */
export class ChartView {
  readonly plot: HTMLElement;
  readonly legend = new Legend();
  readonly table: DataTable;
  readonly #steps: StepAxis;
  readonly #canvas = html('canvas', { role: 'img' });
  readonly #cursor = html('div', { class: 'cursor', hidden: true });
  readonly #readout = new Readout();
  readonly #spoken = html('div', { class: 'hidden', 'aria-live': 'polite' });
  readonly #chart: Chart<'line', { x: number; y: number }[]>;
  readonly #drawn = new Set<() => void>();
  #picture: Picture = emptyPicture;
  readonly #drawSoon = oncePerFrame(() => this.#draw());

  constructor(form: ChartForm) {
    this.#steps = form.steps;
    this.table = new DataTable(form.title);
    const selection = html('div', { class: 'selection', hidden: true });
    this.plot = html('div', {
      class: `plot ${form.height}`, tabindex: 0, role: 'group', 'aria-roledescription': t('chart'),
      'aria-label': t('{0}. Arrow keys move the cursor, plus and minus zoom, 0 shows everything.', form.title),
    }, this.#canvas, this.#cursor, selection, this.#readout.element, this.#spoken);
    this.#chart = new Chart(this.#canvas, {
      type: 'line', data: { datasets: [] },
      options: chartOptions(() => this.#picture, form.steps),
      plugins: [annotations(() => this.#picture), { id: 'layout', afterDraw: () => this.#afterDraw() }],
    });
    followPointer(this.plot, selection, () => this.area, form.steps);
    form.steps.onView(() => this.#drawSoon());
    form.steps.onCursor(() => this.#point());
    onThemeChange(() => this.show(this.#picture));
  }

  get picture(): Picture {
    return this.#picture;
  }

  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  get area(): PlotArea {
    return { left: axisWidth, width: Math.max(1, this.plot.clientWidth - axisWidth - rightMargin) };
  }

  show(picture: Picture): void {
    this.#picture = picture;
    this.#canvas.setAttribute('aria-label', picture.sentence);
    this.legend.show(picture);
    this.table.show(() => stepTable(picture, this.#steps));
    this.#drawSoon();
  }

  /** Calls back after each drawing, for what lies over the plot. */
  onDrawn(listener: () => void): void {
    this.#drawn.add(listener);
  }

  /** Pixels from the left and the top of the plot. */
  xOf(step: number): number {
    return this.#chart.scales.x.getPixelForValue(step);
  }

  yOf(value: number): number {
    return this.#chart.scales.y.getPixelForValue(this.#picture.axis.scale.toPlot(value));
  }

  valueAt(y: number): number {
    return this.#picture.axis.scale.fromPlot(this.#chart.scales.y.getValueForPixel(y) ?? 0);
  }

  /** Lower edge of the plot, in pixels from its top. */
  get floor(): number {
    return this.#chart.chartArea.bottom;
  }

  #draw(): void {
    setAxes(this.#chart.options, this.#picture, this.#steps);
    this.#chart.data.datasets = datasets(this.#picture);
    this.#chart.update('none');
  }

  #afterDraw(): void {
    this.#cursor.style.height = `${this.floor - this.#chart.chartArea.top}px`;
    this.#point();
    for (const listener of this.#drawn) listener();
  }

  #point(): void {
    const { cursor, view } = this.#steps;
    this.#cursor.hidden = cursor === null || cursor < view.from || cursor > view.to;
    const x = cursor === null ? 0 : this.xOf(cursor);
    const values = this.#readout.show(headingAt(this.#steps), cursor === null ? [] : valuesAt(this.#picture, cursor, (view.to - view.from) / 50), x, this.plot.clientWidth);
    if (cursor === null) return;
    this.#cursor.style.transform = `translateX(${Math.round(x)}px)`;
    if (document.activeElement === this.plot) this.#spoken.textContent = t('Step {0}: {1}', formatStep(cursor), values);
  }
}

/** The step under the cursor, also in the unit of the axis where that is another. */
function headingAt({ cursor, unit }: StepAxis): string {
  if (cursor === null) return '';
  const step = t('step {0}', formatStep(cursor));
  return unit.perStep === 1 ? step : `${step} · ${formatNumber(cursor * unit.perStep)} ${unit.title}`;
}

const emptyPicture: Picture = {
  sentence: '', lines: [], bands: [], marks: [], rules: [], axis: { title: '', low: 0, high: 1, scale: linearScale }, stepsShown: true,
};
