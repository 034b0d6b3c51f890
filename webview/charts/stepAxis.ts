export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How steps are named along the axis: their unit, and how many of it one step is. */
export interface AxisUnit {
  readonly title: string;
  readonly perStep: number;
}

/** The one horizontal axis that the charts of a panel share: what it spans, what is in view, and where the cursor is. */
export class StepAxis {
  #full: Range = { from: 0, to: 1 };
  #zoom: Range | null = null;
  #cursor: number | null = null;
  #unit: AxisUnit = { title: '', perStep: 1 };
  readonly #viewListeners = new Set<() => void>();
  readonly #cursorListeners = new Set<() => void>();

  get full(): Range {
    return this.#full;
  }

  /** Steps in view: all of them unless zoomed. */
  get view(): Range {
    return this.#zoom ?? this.#full;
  }

  /** What was zoomed to; null when everything is in view. */
  get zoomed(): Range | null {
    return this.#zoom;
  }

  get cursor(): number | null {
    return this.#cursor;
  }

  get unit(): AxisUnit {
    return this.#unit;
  }

  onView(listener: () => void): void {
    this.#viewListeners.add(listener);
  }

  onCursor(listener: () => void): void {
    this.#cursorListeners.add(listener);
  }

  span(full: Range): void {
    const to = full.to > full.from ? full.to : full.from + 1;
    if (full.from === this.#full.from && to === this.#full.to) return;
    this.#full = { from: full.from, to };
    this.#notify(this.#viewListeners);
  }

  name(unit: AxisUnit): void {
    this.#unit = unit;
    this.#notify(this.#viewListeners);
  }

  /** Zooms to a range, kept inside what the axis spans and at least a few steps wide; null shows everything. */
  zoom(range: Range | null): void {
    const next = range && this.#inside(range);
    if (next?.from === this.#zoom?.from && next?.to === this.#zoom?.to) return;
    this.#zoom = next;
    this.#notify(this.#viewListeners);
  }

  /** Zooms by a factor (below 1: closer) so that `step` keeps its place. */
  zoomAround(step: number, factor: number): void {
    const { from, to } = this.view;
    this.zoom({ from: step - (step - from) * factor, to: step + (to - step) * factor });
  }

  point(cursor: number | null): void {
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.#notify(this.#cursorListeners);
  }

  #inside(range: Range): Range | null {
    const from = Math.max(this.#full.from, range.from);
    const to = Math.min(this.#full.to, range.to);
    if (from <= this.#full.from && to >= this.#full.to) return null;
    return to - from < leastSteps ? this.#zoom : { from, to };
  }

  #notify(listeners: ReadonlySet<() => void>): void {
    for (const listener of listeners) listener();
  }
}

const leastSteps = 4;
