import { formatNumber } from '../../src/model/format';
import { html, replaceChildren, svg } from '../components/dom';
import { type Band, type Line, nearestPoint, type Picture } from './picture';
import type { StepAxis } from './stepAxis';
import { faded, theme } from './theme';

/** Names of lines and bands with a sample of each, and their values at the cursor. */
export class Legend {
  readonly element = html('ul', { class: 'legend' });
  #entries: readonly { readonly series: Line | Band; readonly value: HTMLElement }[] = [];

  show(picture: Picture): void {
    const series = [...picture.lines, ...picture.bands].filter(({ label }) => label !== '');
    this.#entries = series.map((one) => ({ series: one, value: html('span', { class: 'value' }) }));
    replaceChildren(this.element, ...this.#entries.map(({ series: one, value }) =>
      html('li', {}, 'dash' in one || !isBand(one) ? lineSample(one as Line) : bandSample(one), html('span', { class: 'name', title: one.label }, one.label), value)));
  }

  /** Writes the values at the cursor beside the names; returns them as one text. */
  point(steps: StepAxis): string {
    const reach = (steps.view.to - steps.view.from) / 50;
    const spoken: string[] = [];
    for (const { series, value } of this.#entries) {
      const text = steps.cursor === null ? '' : valueAt(series, steps.cursor, reach);
      value.textContent = text;
      if (text !== '') spoken.push(`${series.label} ${text}`);
    }
    return spoken.join(', ');
  }
}

function valueAt(series: Line | Band, step: number, reach: number): string {
  if (!isBand(series)) {
    const point = nearestPoint(series.points, step, reach);
    return point ? formatNumber(point.y) : '';
  }
  const point = nearestPoint(series.points, step, reach);
  return point ? `${formatNumber(point.low)} – ${formatNumber(point.high)}` : '';
}

function isBand(series: Line | Band): series is Band {
  return !('width' in series) && !('dots' in series) && series.points.length > 0 && 'low' in series.points[0];
}

function lineSample({ colour, width = 1.5, dash = [], weight = 1 }: Line): SVGElement {
  const stroke = faded(theme().colours[colour], weight);
  return svg('svg', { class: 'sample', width: 18, height: 8, 'aria-hidden': 'true' },
    svg('line', { x1: 0, x2: 18, y1: 4, y2: 4, stroke, 'stroke-width': Math.max(width, 1.5), 'stroke-dasharray': dash.join(' ') }));
}

function bandSample({ colour }: Band): SVGElement {
  return svg('svg', { class: 'sample', width: 18, height: 8, 'aria-hidden': 'true' },
    svg('rect', { width: 18, height: 8, fill: faded(theme().colours[colour], 0.3) }));
}
