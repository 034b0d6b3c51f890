import { figuresOf, type Figure } from '../../src/model/figures';
import { formatNumber } from '../../src/model/format';
import { html } from '../components/dom';
import type { XyPicture } from './xyPicture';

/** Rows that a table of numbers has at most, evenly spaced among the points. */
const most = 60;

/** The points of every line that has a name: one row for each place on the horizontal axis. */
export function xyTable({ lines, x, y }: XyPicture): HTMLElement {
  const named = lines.filter(({ label, points }) => label !== '' && points.length > 0);
  const columns = named.map(({ points }) => new Map(points.map((point) => [point.x, point.y])));
  const places = evenly([...new Set(named.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b));
  const figures = columns.map((column) => figuresOf(places.map((place) => column.get(place) ?? null)));
  return html('table', {},
    html('thead', {}, html('tr', {}, html('th', { scope: 'col' }, x.title), ...named.map(({ label }) => html('th', { scope: 'col', title: y.title }, label)))),
    html('tbody', {}, ...places.map((place) => html('tr', {}, html('th', { scope: 'row' }, formatNumber(place)),
      ...columns.map((column, i) => html('td', {}, textOf(column.get(place), figures[i])))))));
}

function evenly(places: readonly number[]): readonly number[] {
  if (places.length <= most) return places;
  return Array.from({ length: most }, (_, i) => places[Math.round(i * (places.length - 1) / (most - 1))]);
}

function textOf(value: number | undefined, figure: Figure): string {
  return value === undefined ? '' : figure(value);
}
