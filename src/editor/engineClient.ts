import { Rpc } from '../model/rpc';
import type { Argument, Handlers, Reply } from '../model/rpc';
import type { GradientProgress } from '../model/gradientReport';
import { say } from '../model/say';
import type { Settings } from '../model/settings';
import type { EngineCalls, EngineEvents, Progress, RunSummary, RunsChange, SpectraProgress } from '../engine/protocol';
import { Disposable } from './disposable';
import { DisposableValue } from './disposableValue';
import { Emitter } from './emitter';
import type { EngineProcess } from './engineWorker';

/** What the engine is to follow. */
export interface Following {
  readonly folders: readonly string[];
  readonly settings: Settings;
}

type EngineRpc = Rpc<EngineCalls, EngineEvents>;

/**
 * The editor's end of the engine: starts it when there is something to follow, starts it again when it dies (nothing
 * is lost, because the disk is the truth), and keeps the latest summary of every run.
 */
export class EngineClient extends Disposable {
  readonly #start: () => EngineProcess;
  readonly #process = this._register(new DisposableValue<EngineProcess>());
  readonly #rpc = this._register(new DisposableValue<EngineRpc>());
  readonly #changed = this._register(new Emitter<RunsChange>());
  readonly #progressed = this._register(new Emitter<Progress>());
  readonly #troubled = this._register(new Emitter<string>());
  readonly #spectraProgressed = this._register(new Emitter<SpectraProgress>());
  readonly #gradientsProgressed = this._register(new Emitter<GradientProgress>());
  readonly #runs = new Map<string, RunSummary>();
  #following: Following | undefined;
  #progress: Progress = nothingRead;
  #settled = false;
  #startedAt = 0;
  #pause = shortestPause;
  #restart: ReturnType<typeof setTimeout> | undefined;
  /** Questions that wait for the engine to be started again. */
  #waiting: ((rpc: EngineRpc) => void)[] = [];
  #openedOnce: (() => void) | undefined;
  readonly #opened = new Promise<void>((resolve) => { this.#openedOnce = resolve; });

  readonly onDidChange = this.#changed.event;
  readonly onDidProgress = this.#progressed.event;
  readonly onDidProgressSpectra = this.#spectraProgressed.event;
  readonly onDidProgressGradients = this.#gradientsProgressed.event;
  /** Sentences for people about what went wrong and was survived. */
  readonly onDidTrouble = this.#troubled.event;

  constructor(start: () => EngineProcess) {
    super();
    this.#start = start;
    this._register({ dispose: () => clearTimeout(this.#restart) });
  }

  get runs(): ReadonlyMap<string, RunSummary> {
    return this.#runs;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Whether everything was looked at once since the folders were opened: only then is "no runs" an answer. */
  get settled(): boolean {
    return this.#settled;
  }

  /** Follows these folders from now on, and no others. Without any, no engine is started. */
  open(following: Following): void {
    this.#following = following;
    if (following.folders.length || this.#rpc.value) this.#launch();
    this.#openedOnce?.();
  }

  changeSettings(settings: Settings): void {
    if (!this.#following) return;
    this.#following = { ...this.#following, settings };
    this.#tell('changeSettings', settings);
  }

  wake(paths: readonly string[]): void {
    this.#tell('wake', paths);
  }

  /**
   * Asks the engine; before the first `open`, and while it is started again, the question waits. Rejects when the engine
   * dies over it, or when there is none because nothing is followed.
   */
  async ask<M extends keyof EngineCalls & string>(method: M, argument: Argument<EngineCalls, M>): Promise<Reply<EngineCalls, M>> {
    await this.#opened;
    if (!this.#following?.folders.length) throw new Error('No folder is followed.');
    const rpc = this.#rpc.value ?? await new Promise<EngineRpc>((resolve) => this.#waiting.push(resolve));
    return rpc.call(method, argument);
  }

  #launch(): void {
    if (!this.#rpc.value) this.#connect();
    this.#settled = false;
    this.#progress = { ...nothingRead, phase: 'discovering' };
    if (this.#following) this.#tell('open', this.#following);
  }

  #connect(): void {
    clearTimeout(this.#restart);
    const process = this.#start();
    this.#startedAt = performance.now();
    this.#process.value = process;
    this.#rpc.value = new Rpc<EngineCalls, EngineEvents>(process.port, this.#handlers());
    for (const resolve of this.#waiting.splice(0)) resolve(this.#rpc.value);
    void process.ended.then((reason) => this.#died(process, reason));
  }

  #handlers(): Handlers<EngineEvents> {
    return {
      changed: (change) => this.#accept(change),
      progress: (progress) => this.#advance(progress),
      trouble: (message) => this.#troubled.fire(message),
      spectraProgress: (progress) => this.#spectraProgressed.fire(progress),
      gradientProgress: (progress) => this.#gradientsProgressed.fire(progress),
    };
  }

  #accept(change: RunsChange): void {
    for (const run of change.updated) this.#runs.set(run.id, run);
    for (const id of change.removed) this.#runs.delete(id);
    this.#changed.fire(change);
  }

  #advance(progress: Progress): void {
    const settles = progress.phase === 'idle' && !this.#settled;
    this.#settled ||= settles;
    this.#progress = progress;
    this.#progressed.fire(progress);
    if (settles) void this.#synchronise();
  }

  /** After a start, what the engine no longer knows is gone, whatever was known of it before. */
  async #synchronise(): Promise<void> {
    const runs = await this.#rpc.value?.call('runs', null).catch(() => undefined); // its end is told of by #died
    if (!runs) return;
    const known = new Set(runs.map(({ id }) => id));
    const removed = [...this.#runs.keys()].filter((id) => !known.has(id));
    if (removed.length) this.#accept({ updated: [], removed });
  }

  #died(process: EngineProcess, reason: string): void {
    if (this.isDisposed || this.#process.value !== process) return;
    this.#rpc.value = undefined;
    this.#process.value = undefined;
    this.#pause = performance.now() - this.#startedAt > longLife ? shortestPause : Math.min(this.#pause * 2, longestPause);
    this.#troubled.fire(say`The engine ended unexpectedly (${reason}) and is started again in ${this.#pause / 1000} s; the logs are read anew.`);
    this.#restart = setTimeout(() => this.#launch(), this.#pause);
  }

  #tell<M extends 'open' | 'changeSettings' | 'wake'>(method: M, argument: Argument<EngineCalls, M>): void {
    this.#rpc.value?.call(method, argument).catch((error: Error) => {
      if (this.#rpc.value) this.#troubled.fire(error.message); // otherwise its end has been told of
    });
  }
}

const nothingRead: Progress = { phase: 'idle', files: 0, filesDone: 0, bytes: 0, bytesDone: 0 };
const shortestPause = 500;
const longestPause = 60_000;
const longLife = 30_000;
