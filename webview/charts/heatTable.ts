import { html } from '../components/dom';
import type { HeatPicture } from './heatPicture';

/** Columns that a table of numbers has at most, evenly spaced, the last among them. */
const most = 12;

/** The values behind a heat map, one row for each of its rows. */
export function heatTable({ rows, rowTitle, columns, columnTitle, cellText, columnText }: HeatPicture): HTMLElement {
  const count = Math.min(most, columns.length);
  const shown = Array.from({ length: count }, (_, i) => count === 1 ? columns.length - 1 : Math.round(i * (columns.length - 1) / (count - 1)));
  return html('table', {},
    html('thead', {}, html('tr', {}, html('th', { scope: 'col' }, rowTitle), ...shown.map((i) => html('th', { scope: 'col' }, `${columnTitle} ${columnText(columns[i])}`)))),
    html('tbody', {}, ...rows.map(({ label, name = label, values, doubt }) => html('tr', {}, html('th', { scope: 'row', title: doubt }, doubt === undefined ? name : `${name} (${doubt})`),
      ...shown.map((i) => html('td', {}, values[i] === values[i] ? cellText(values[i]) : ''))))));
}
