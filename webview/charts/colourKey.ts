import { html, replaceChildren, svg } from '../components/dom';
import { t } from '../components/translate';
import { shades } from './colourScale';
import type { HeatPicture } from './heatPicture';
import { theme } from './theme';

const width = 128;
const height = 10;

/** Which colour stands for which value, and what hatched rows mean. */
export class ColourKey {
  readonly element = html('div', { class: 'colour-key' });

  show(picture: HeatPicture): void {
    const { values, rows, cellText } = picture;
    const doubts = [...new Set(rows.flatMap(({ doubt }) => doubt ?? []))];
    replaceChildren(this.element,
      html('span', { class: 'name' }, values.title), html('span', {}, cellText(values.low)), ramp(), html('span', {}, cellText(values.high)),
      ...doubts.map((doubt) => html('span', { class: 'doubt' }, hatched(), doubt)),
      hasGaps(picture) && html('span', { class: 'doubt' }, picture.blank ?? t('blank: no record')));
  }
}

function ramp(): SVGElement {
  return svg('svg', { class: 'ramp', width, height, 'aria-hidden': 'true' },
    ...shades().map((fill, i, all) => svg('rect', { x: i * width / all.length, width: width / all.length + 0.5, height, fill })));
}

function hatched(): SVGElement {
  const stroke = theme().colours.foreground;
  return svg('svg', { class: 'ramp', width: 16, height, 'aria-hidden': 'true' },
    svg('rect', { x: 0.5, y: 0.5, width: 15, height: height - 1, fill: 'none', stroke }),
    ...[1, 6, 11].map((x) => svg('line', { x1: x, y1: height, x2: x + 6, y2: 0, stroke })));
}

function hasGaps({ rows }: HeatPicture): boolean {
  return rows.some(({ values }) => Array.prototype.some.call(values, (value: number) => value !== value));
}
