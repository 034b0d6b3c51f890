import type { Series } from '../model/series';

/**
 * Gives back the memory that series keep for growth, and keeps equal columns of steps once: the metrics of a log have
 * one, and so have the runs of a sweep.
 */
export class SharedSteps {
  readonly #known = new Map<string, WeakRef<Series>>();

  compact(series: readonly Series[]): void {
    for (const one of series) this.#compactOne(one);
  }

  #compactOne(series: Series): void {
    const key = `${series.length} ${series.steps[series.length - 1]}`;
    const like = this.#known.get(key)?.deref();
    series.compact(like);
    if (series.steps.buffer !== like?.steps.buffer) this.#known.set(key, new WeakRef(series));
  }
}
