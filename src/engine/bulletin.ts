import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import type { JudgedAnalysis } from './analyseRun';
import type { RunSummary, RunsChange } from './protocol';
import { summaryOf } from './summaryOf';

/** The summaries of all runs, told together and not too often. */
export class Bulletin {
  readonly #tell: (change: RunsChange) => void;
  readonly #now: () => number;
  /** A run keeps its colour for as long as the engine lives. */
  readonly #colours: Map<string, number>;
  readonly #summaries = new Map<string, RunSummary>();
  #updated = new Map<string, RunSummary>();
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (change: RunsChange) => void, now: () => number, colours: Map<string, number>) {
    this.#tell = tell;
    this.#now = now;
    this.#colours = colours;
  }

  get summaries(): ReadonlyMap<string, RunSummary> {
    return this.#summaries;
  }

  publish(run: Run, root: string, analysis: JudgedAnalysis | undefined, settings: Settings): void {
    const colour = this.#colours.get(run.id) ?? this.#colours.size;
    this.#colours.set(run.id, colour);
    const summary = summaryOf(run, root, colour, analysis, settings);
    this.#summaries.set(run.id, summary);
    this.#updated.set(run.id, summary);
    const due = this.#told + every - this.#now();
    if (due <= 0) this.flush();
    else this.#timer ??= setTimeout(() => { this.flush(); }, due);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.#summaries.delete(id);
      this.#updated.delete(id);
    }
    if (ids.length > 0) this.#tell({ updated: [], removed: ids });
  }

  /** Tells now what has not been told yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#updated.size === 0) return;
    this.#told = this.#now();
    const updated = [...this.#updated.values()];
    this.#updated = new Map();
    this.#tell({ updated, removed: [] });
  }

  /** Tells nothing more but that every run is gone. */
  close(): void {
    clearTimeout(this.#timer);
    this.remove([...this.#summaries.keys()]);
  }
}

const every = 100;
