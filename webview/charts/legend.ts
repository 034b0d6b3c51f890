import { html, replaceChildren, svg } from '../components/dom';
import { dashOf } from './dashes';
import type { Band, Line, Picture } from './picture';
import { faded, theme } from './theme';

/** Names of lines and bands, each with a sample of it. */
export class Legend {
  readonly element = html('ul', { class: 'legend' });

  show(picture: Pick<Picture, 'lines' | 'bands'>): void {
    const shown = ({ label, points }: Line | Band) => label !== '' && points.length > 0;
    replaceChildren(this.element,
      ...picture.lines.filter(shown).map((line) => entry(line.label, lineSample(line))),
      ...picture.bands.filter(shown).map((band) => entry(band.label, bandSample(band))));
  }
}

function entry(label: string, sample: SVGElement): HTMLElement {
  return html('li', {}, sample, html('span', { class: 'name', title: label }, label));
}

/** A piece of the line; of one that goes on as an expectation, its solid and its dashed part. */
export function lineSample(line: Line): SVGElement {
  const { colour, width = 1.5, weight = 1, expectedFrom, dots } = line;
  const stroke = faded(theme().colours[colour], weight);
  if (width === 0) return svg('svg', { class: 'sample', width: 18, height: 8, 'aria-hidden': 'true' }, svg('circle', { cx: 9, cy: 4, r: Math.min(dots ?? 2, 3.5), fill: stroke }));
  return svg('svg', { class: 'sample', width: 18, height: 8, 'aria-hidden': 'true' },
    svg('line', { x1: 0, x2: 18, y1: 4, y2: 4, stroke, 'stroke-width': Math.max(width, 1.5), 'stroke-dasharray': expectedFrom === undefined ? dashOf(line).join(' ') : '8 3 3 4' }));
}

export function bandSample({ colour }: Band): SVGElement {
  return svg('svg', { class: 'sample', width: 18, height: 8, 'aria-hidden': 'true' },
    svg('rect', { width: 18, height: 8, fill: faded(theme().colours[colour], 0.3) }));
}
