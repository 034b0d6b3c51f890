import type { Range, StepAxis } from './stepAxis';

/** Where a chart's plot lies in its element, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly width: number;
}

/**
 * Cursor and zoom of a chart by pointer and keys: moving points, dragging selects a range to zoom to, the wheel zooms
 * while Ctrl is held or the chart has the focus (otherwise the page scrolls), a double click shows everything.
 */
export function followPointer(plot: HTMLElement, selection: HTMLElement, area: () => PlotArea, steps: StepAxis): void {
  let start: number | null = null;
  const stepAt = (event: MouseEvent) => stepAtPixel(event.clientX - plot.getBoundingClientRect().left, area(), steps.view);
  const end = () => {
    start = null;
    selection.hidden = true;
  };

  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.target instanceof HTMLButtonElement) return;
    start = stepAt(event);
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', (event) => {
    steps.point(stepAt(event));
    if (start !== null) showSelection(selection, area(), steps.view, orderedRange(start, stepAt(event)));
  });
  plot.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const range = orderedRange(start, stepAt(event));
    end();
    if (pixels(range, area(), steps.view) >= leastDrag) steps.zoom(range);
  });
  plot.addEventListener('pointercancel', end);
  plot.addEventListener('pointerleave', () => { if (start === null) steps.point(null); });
  plot.addEventListener('dblclick', () => steps.zoom(null));
  plot.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey && !plot.contains(document.activeElement)) return;
    event.preventDefault();
    steps.zoomAround(stepAt(event), Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))));
  }, { passive: false });
  plot.addEventListener('keydown', (event) => { if (event.target === plot && pressKey(event.key, steps)) event.preventDefault(); });
  plot.addEventListener('blur', () => steps.point(null));
}

const leastDrag = 5;

/** Cursor keys move the cursor by a hundredth of the view; + and − zoom around it; 0, Home and Escape show everything. */
function pressKey(key: string, steps: StepAxis): boolean {
  const { from, to } = steps.view;
  const cursor = steps.cursor ?? (from + to) / 2;
  const move = (share: number) => steps.point(Math.min(to, Math.max(from, cursor + share * (to - from))));
  switch (key) {
    case 'ArrowLeft': move(-0.01); return true;
    case 'ArrowRight': move(0.01); return true;
    case 'PageUp': move(-0.1); return true;
    case 'PageDown': move(0.1); return true;
    case '+': case '=': steps.zoomAround(cursor, 0.5); return true;
    case '-': steps.zoomAround(cursor, 2); return true;
    case '0': case 'Home': case 'Escape': steps.zoom(null); return true;
    default: return false;
  }
}

function stepAtPixel(x: number, { left, width }: PlotArea, { from, to }: Range): number {
  return from + Math.min(1, Math.max(0, (x - left) / width)) * (to - from);
}

function orderedRange(a: number, b: number): Range {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function pixels(range: Range, { width }: PlotArea, view: Range): number {
  return (range.to - range.from) / (view.to - view.from) * width;
}

function showSelection(selection: HTMLElement, area: PlotArea, view: Range, range: Range): void {
  selection.hidden = false;
  selection.style.left = `${area.left + pixels({ from: view.from, to: range.from }, area, view)}px`;
  selection.style.width = `${pixels(range, area, view)}px`;
}
