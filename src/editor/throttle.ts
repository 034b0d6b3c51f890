import { Disposable } from './disposable';

/** Does its work at once when asked after a pause, and at most once per interval while it is asked again and again. */
export class Throttle extends Disposable {
  readonly #work: () => void;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastTime = -Infinity;

  constructor(milliseconds: number, work: () => void) {
    super();
    this.#milliseconds = milliseconds;
    this.#work = work;
    this._register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** Asks for the work to be done soon. */
  request(): void {
    if (this.#timer !== undefined || this.isDisposed) return;
    const wait = Math.max(0, this.#lastTime + this.#milliseconds - performance.now());
    this.#timer = setTimeout(() => this.#run(), wait);
  }

  #run(): void {
    this.#timer = undefined;
    this.#lastTime = performance.now();
    this.#work();
  }
}
