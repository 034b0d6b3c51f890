import { formatNumber } from '../../src/model/format';
import { html } from '../components/dom';
import { t } from '../components/translate';
import type { ChartView } from '../charts/chartView';

export interface ThresholdHandle {
  readonly element: HTMLElement;
  show(value: number, unit: string): void;
}

/** Lets the threshold line of a chart be moved by dragging or with the keyboard; null takes a trial back. */
export function thresholdHandle(chart: ChartView, tried: (value: number | null) => void): ThresholdHandle {
  const grip = html('span', { class: 'grip', 'aria-hidden': 'true' });
  const element = html('div', { class: 'threshold', role: 'slider', tabindex: 0, 'aria-label': t('Threshold of the marginal return'), 'aria-orientation': 'vertical', 'aria-valuemin': 0 }, grip);
  let value = 0;
  const limit = () => chart.picture.axis.high;
  const attempt = (wanted: number) => tried(rounded(Math.min(limit(), Math.max(0, wanted))));

  onDrag(element, ({ clientY }) => attempt(chart.valueAt(clientY - chart.plot.getBoundingClientRect().top)));
  element.addEventListener('dblclick', (event) => {
    event.stopPropagation();
    tried(null);
  });
  element.addEventListener('keydown', (event) => {
    const next = nextValue(event.key, event.shiftKey, value, limit());
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === null) tried(null);
    else attempt(next);
  });
  chart.onDrawn(() => {
    element.style.top = `${chart.yOf(value)}px`;
    element.setAttribute('aria-valuemax', String(limit()));
  });

  return {
    element,
    show(shown, unit) {
      value = shown;
      grip.textContent = formatNumber(shown);
      element.setAttribute('aria-valuenow', String(shown));
      element.setAttribute('aria-valuetext', `${formatNumber(shown)} ${unit}`);
    },
  };
}

/** Follows a pointer that is held down on an element, also outside of it. */
function onDrag(element: HTMLElement, moved: (event: PointerEvent) => void): void {
  let dragging = false;
  element.addEventListener('pointerdown', (event) => {
    event.stopPropagation();
    if (event.button !== 0) return;
    dragging = true;
    element.setPointerCapture(event.pointerId);
    element.focus();
    event.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (!dragging) return;
    event.stopPropagation();
    moved(event);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, () => { dragging = false; });
}

/** Two significant digits are as fine as a threshold needs to be. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** A tenth more or less, with Shift the smallest step; a factor of two per page; undefined for any other key. */
function nextValue(key: string, fine: boolean, value: number, limit: number): number | null | undefined {
  const floor = limit * 1e-4;
  const smallest = 10 ** (Math.floor(Math.log10(Math.max(value, floor))) - 1);
  const distance = fine ? smallest : Math.max(smallest, value * 0.1);
  switch (key) {
    case 'ArrowUp': case 'ArrowRight': return value + distance;
    case 'ArrowDown': case 'ArrowLeft': return value - distance;
    case 'PageUp': return Math.max(value, floor) * 2;
    case 'PageDown': return value / 2;
    case 'Home': return 0;
    case 'End': return limit;
    case 'Escape': return null;
    default: return undefined;
  }
}
