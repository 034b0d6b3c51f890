import { figuresOf, type Figure } from '../../src/model/figures';
import { formatInterval, formatStep } from '../../src/model/format';
import { html } from '../components/dom';
import { t } from '../components/translate';
import { nearestPoint, type Picture } from './picture';
import type { StepAxis } from './stepAxis';

/** Some evenly spaced steps of what is in view, with the values of every line and band that has a name. */
export function stepTable(picture: Picture, { view }: StepAxis): HTMLElement {
  const lines = picture.lines.filter(({ label, points }) => label !== '' && points.length > 0);
  const bands = picture.bands.filter(({ points }) => points.length > 0);
  const wanted = stepsToShow([...lines, ...bands].flatMap(({ points }) => points.map(({ x }) => x)), view.from, view.to);
  const reach = (view.to - view.from) / rows / 2;
  const columns = lines.map(({ points }) => wanted.map((step) => nearestPoint(points, step, reach)?.y));
  const figures = columns.map((values) => figuresOf(values.map((value) => value ?? null)));
  const header = [t('step'), ...lines.map(({ label }) => label), ...bands.map(({ label }) => label)];
  return html('table', {},
    html('thead', {}, html('tr', {}, ...header.map((name) => html('th', { scope: 'col' }, name)))),
    html('tbody', {}, ...wanted.map((step, row) => html('tr', {},
      html('th', { scope: 'row' }, formatStep(step)),
      ...columns.map((values, i) => html('td', {}, textOf(values[row], figures[i]))),
      ...bands.map(({ points }) => {
        const point = nearestPoint(points, step, reach);
        return html('td', {}, point ? formatInterval(point.low, point.high) : '');
      })))));
}

const rows = 40;

function textOf(value: number | undefined, figure: Figure): string {
  return value === undefined ? '' : figure(value);
}

function stepsToShow(steps: readonly number[], from: number, to: number): readonly number[] {
  const inView = [...new Set(steps)].filter((step) => step >= from && step <= to).sort((a, b) => a - b);
  const every = Math.max(1, (inView.length - 1) / (rows - 1));
  const count = Math.min(rows, inView.length);
  return Array.from({ length: count }, (_, i) => inView[Math.round(i * every)]);
}
