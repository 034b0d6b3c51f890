import type { IDisposable } from './disposable';

/** Where listeners are told of something. Has the shape of the editor's own events without needing the editor. */
export type Event<T> = (listener: (event: T) => unknown) => IDisposable;

export class Emitter<T> implements IDisposable {
  readonly #listeners = new Set<{ readonly call: (event: T) => unknown }>();

  readonly event: Event<T> = (call) => {
    const listener = { call };
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const { call } of [...this.#listeners]) call(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
