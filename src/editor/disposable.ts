/** Something that is over one day. */
export interface IDisposable {
  dispose(): void;
}

/** Owns what is registered with it and disposes it, last first, when it is disposed itself; late arrivals at once. */
export abstract class Disposable implements IDisposable {
  readonly #owned: IDisposable[] = [];
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  dispose(): void {
    this.#disposed = true;
    while (this.#owned.length) this.#owned.pop()?.dispose();
  }

  protected _register<T extends IDisposable>(part: T): T {
    if (this.#disposed) part.dispose();
    else this.#owned.push(part);
    return part;
  }
}
