import { formatInterval, formatNumber, formatStep } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import { bandSample, lineSample } from './legend';
import { nearestPoint, type Picture } from './picture';
import type { StepAxis } from './stepAxis';

/** The values of a chart at the cursor, in a small box beside it. */
export class Readout {
  readonly element = html('div', { class: 'readout', hidden: true, 'aria-hidden': 'true' });

  /** Shows the values at the cursor, at `x` pixels of a plot `width` wide; returns them as one text. */
  show(picture: Picture, steps: StepAxis, x: number, width: number): string {
    const rows = steps.cursor === null ? [] : valuesAt(picture, steps.cursor, (steps.view.to - steps.view.from) / 50);
    this.element.hidden = rows.length === 0;
    if (rows.length === 0 || steps.cursor === null) return '';
    replaceChildren(this.element,
      html('div', { class: 'at' }, t('step {0}', formatStep(steps.cursor)), unitText(steps, steps.cursor)),
      ...rows.map(({ sample, label, value }) => html('div', { class: 'line' }, sample(), html('span', { class: 'name' }, label), html('span', { class: 'number' }, value))));
    const left = x + gap + this.element.offsetWidth > width ? x - gap - this.element.offsetWidth : x + gap;
    this.element.style.transform = `translateX(${Math.round(Math.max(0, left))}px)`;
    return rows.map(({ label, value }) => `${label} ${value}`).join(', ');
  }
}

const gap = 10;

interface Value {
  readonly label: string;
  readonly value: string;
  sample(): SVGElement;
}

function valuesAt(picture: Picture, step: number, reach: number): readonly Value[] {
  const lines = picture.lines.flatMap((line): readonly Value[] => {
    const point = nearestPoint(line.points, step, reach);
    return point ? [{ label: line.label, value: formatNumber(point.y), sample: () => lineSample(line) }] : [];
  });
  const bands = picture.bands.flatMap((band): readonly Value[] => {
    const point = nearestPoint(band.points, step, reach);
    return point ? [{ label: band.label, value: formatInterval(point.low, point.high), sample: () => bandSample(band) }] : [];
  });
  return [...lines, ...bands].filter(({ label }) => label !== '');
}

/** The same place in the unit of the axis, where that is not steps. */
function unitText({ unit }: StepAxis, step: number): string {
  return unit.perStep === 1 ? '' : ` · ${formatNumber(step * unit.perStep)} ${unit.title}`;
}
