import type { IDisposable } from './disposable';

/** Holds one thing at a time: the former one is disposed when another takes its place. */
export class DisposableValue<T extends IDisposable> implements IDisposable {
  #value: T | undefined;
  #disposed = false;

  get value(): T | undefined {
    return this.#value;
  }

  set value(value: T | undefined) {
    if (value === this.#value) return;
    this.#value?.dispose();
    this.#value = this.#disposed ? undefined : value;
    if (this.#disposed) value?.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.#value?.dispose();
    this.#value = undefined;
  }
}
