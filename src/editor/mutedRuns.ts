import type { Memento } from 'vscode';
import { Disposable } from './disposable';
import { Emitter } from './emitter';

/** Runs of which a person no longer wants to hear in this workspace. */
export class MutedRuns extends Disposable {
  readonly #state: Memento;
  readonly #changed = this._register(new Emitter<string>());
  #runs: ReadonlySet<string>;

  /** Tells which run was muted or unmuted. */
  readonly onDidChange = this.#changed.event;

  constructor(state: Memento) {
    super();
    this.#state = state;
    this.#runs = new Set(state.get<readonly string[]>(key, []));
  }

  get all(): ReadonlySet<string> {
    return this.#runs;
  }

  mute(run: string): void {
    this.#replace(run, [...this.#runs, run]);
  }

  unmute(run: string): void {
    this.#replace(run, [...this.#runs].filter((muted) => muted !== run));
  }

  #replace(run: string, runs: readonly string[]): void {
    this.#runs = new Set(runs);
    void this.#state.update(key, [...this.#runs]);
    this.#changed.fire(run);
  }
}

const key = 'mutedRuns';
