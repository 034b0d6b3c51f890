import type { RunSummary } from '../../src/engine/protocol';
import { formatNumber } from '../../src/model/format';
import { paletteColour } from '../../src/model/palette';
import { svg } from '../components/dom';
import { t } from '../components/translate';

const width = 96;
const height = 20;
const edge = 1.5;

/** The course of a run's performance in the run's colour; the steep start may leave through the top. */
export function sparkline({ sparkline: values, colour, lastValue }: RunSummary): SVGElement {
  const finite = Array.from(values).filter(Number.isFinite);
  const label = finite.length < 2 || lastValue === null ? t('no course yet') : t('from {0} to {1}', formatNumber(finite[0]), formatNumber(lastValue));
  const drawing = svg('svg', { class: `sparkline colour-${paletteColour(colour).name}`, width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  if (finite.length >= 2) drawing.append(svg('path', { d: path(values), fill: 'none', stroke: 'currentColor', 'stroke-width': 1.25, 'stroke-linejoin': 'round' }));
  return drawing;
}

function path(values: Float64Array): string {
  const settled = Array.from(values.subarray(Math.floor(values.length / 16))).filter(Number.isFinite);
  const low = Math.min(...settled);
  const range = Math.max(...settled) - low || 1;
  const x = (i: number) => edge + i / Math.max(1, values.length - 1) * (width - 2 * edge);
  const y = (value: number) => Math.max(-height, height - edge - (value - low) / range * (height - 2 * edge));
  let pen = 'M';
  let drawn = '';
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    drawn += `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
  });
  return drawn;
}
