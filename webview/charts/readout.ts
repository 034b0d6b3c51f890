import { formatInterval, formatNumber } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import { bandSample, lineSample } from './legend';
import { nearestPoint, type Picture } from './picture';

/** One thing that a chart shows at its cursor. */
export interface ReadValue {
  readonly label: string;
  readonly value: string;
  sample(): SVGElement;
}

/** The values of a chart at the cursor, in a small box beside it. */
export class Readout {
  readonly element = html('div', { class: 'readout', hidden: true, 'aria-hidden': 'true' });

  /** Shows values under a heading, at `x` pixels of a plot `width` wide; returns them as one text. */
  show(heading: string, values: readonly ReadValue[], x: number, width: number): string {
    this.element.hidden = values.length === 0;
    if (values.length === 0) return '';
    replaceChildren(this.element,
      html('div', { class: 'at' }, heading),
      ...values.map(({ sample, label, value }) => html('div', { class: 'line' }, sample(), html('span', { class: 'name' }, label), html('span', { class: 'number' }, value))));
    const left = x + gap + this.element.offsetWidth > width ? x - gap - this.element.offsetWidth : x + gap;
    this.element.style.transform = `translateX(${Math.round(Math.max(0, left))}px)`;
    return values.map(({ label, value }) => `${label} ${value}`).join(', ');
  }
}

const gap = 10;

/** What lines and bands with a name say at a step, where they have a point within `reach` steps of it. */
export function valuesAt(picture: Picture, step: number, reach: number): readonly ReadValue[] {
  const lines = picture.lines.flatMap((line): readonly ReadValue[] => {
    const point = nearestPoint(line.points, step, reach);
    return point ? [{ label: line.label, value: formatNumber(point.y), sample: () => lineSample(line) }] : [];
  });
  const bands = picture.bands.flatMap((band): readonly ReadValue[] => {
    const point = nearestPoint(band.points, step, reach);
    return point ? [{ label: band.label, value: formatInterval(point.low, point.high), sample: () => bandSample(band) }] : [];
  });
  return [...lines, ...bands].filter(({ label }) => label !== '');
}
