import type { Run, RunCheckpoint } from '../model/run';
import type { Series } from '../model/series';
import type { Settings } from '../model/settings';
import type { Source } from '../model/source';
import { assembleRuns } from './assembleRuns';
import type { ConfigStore } from './configStore';
import type { Files } from './files';
import type { RunGroup } from './groupLogs';
import type { LogReader } from './logReader';
import { LogStream } from './logStream';
import { tellingParts } from './nameRuns';

/** The files of one run, followed. Where one file holds several runs, all of them. */
export class TrackedGroup {
  readonly key: string;
  /** Folder that was opened and in which it lies. */
  readonly root: string;
  readonly isFile: boolean;
  /** What tells in its path. */
  readonly nameParts: readonly string[];
  #streams = new Map<string, LogStream>();
  #checkpoints: readonly RunCheckpoint[] = [];
  #newest: Source | undefined;
  #savedAt = NaN;
  #runs: readonly Run[] = [];
  #weights: readonly Series[] = [];
  #optimizers: ReadonlyMap<string, boolean> = new Map();
  #settled = '';
  /** When to look at its files again, milliseconds since 1970. */
  dueAt = 0;

  constructor(group: RunGroup, root: string) {
    this.key = group.key;
    this.root = root;
    this.isFile = group.parts.some(({ logs }) => logs.some(({ path }) => path === group.key));
    this.nameParts = tellingParts(group.key, this.isFile);
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  get streams(): readonly LogStream[] {
    return [...this.#streams.values()];
  }

  get grownAt(): number {
    return this.streams.reduce((latest, { grownAt }) => (grownAt > latest || latest !== latest ? grownAt : latest), NaN);
  }

  /** How often everything read before turned out to be void. */
  get restarts(): number {
    return this.streams.reduce((sum, { restarts }) => sum + restarts, 0);
  }

  get modified(): number {
    return Math.max(0, this.#savedAt || 0, ...this.streams.map(({ modified }) => modified));
  }

  /** Brings the list of files up to date with what was found on disk. */
  update(group: RunGroup, checkpoints: readonly RunCheckpoint[], files: Files, reader: LogReader): void {
    this.#checkpoints = checkpoints;
    const newest = checkpoints.at(-1);
    this.#newest = newest && files.source(newest.path);
    for (const { id, logs } of group.parts) {
      const stream = this.#streams.get(id) ?? new LogStream(logs[0].format, reader);
      this.#streams.set(id, stream);
      stream.setSources(logs.map(({ path }) => files.source(path)));
    }
  }

  get checkpoints(): readonly RunCheckpoint[] {
    return this.#checkpoints;
  }

  /** What was found in its checkpoints. It counts with the next `assemble`. */
  setWeights(weights: readonly Series[], optimizers: ReadonlyMap<string, boolean>): void {
    this.#weights = weights;
    this.#optimizers = optimizers;
  }

  /** Looks at every file. Returns whether anything was new. */
  async look(now: number, onBytes: (bytes: number) => void): Promise<boolean> {
    let changed = this.#streams.size === 0 && (await this.#lookAtNewest());
    for (const stream of this.#streams.values()) changed = (await stream.look(now, onBytes)) || changed;
    return changed;
  }

  /** Without a log, the time of the latest checkpoint is all that tells of life. */
  async #lookAtNewest(): Promise<boolean> {
    const savedAt = (await this.#newest?.stat())?.modified ?? NaN;
    const changed = !Object.is(savedAt, this.#savedAt);
    this.#savedAt = savedAt;
    return changed;
  }

  /**
   * Puts the runs together anew. Returns whether they differ from before: in their points, plan, checkpoints or
   * status, which changes by the mere passing of time.
   */
  assemble(configs: ConfigStore, now: number, settings: Settings): boolean {
    const own = configs.of(this.key, this.isFile, this.root);
    const checkpoints = this.#checkpoints.map((checkpoint) => {
      const optimizer = this.#optimizers.get(checkpoint.path);
      return optimizer === undefined ? checkpoint : { ...checkpoint, optimizer };
    });
    const runs = assembleRuns(this.streams, { key: this.key, configs: own, checkpoints, weights: this.#weights, savedAt: this.#savedAt, now }, settings);
    const state = JSON.stringify([
      this.streams.map(({ version }) => version),
      runs.map(({ status, plan, model }) => [status, plan, model]),
      this.#savedAt,
      checkpoints.map(({ path, optimizer }) => [path, optimizer]),
      this.#weights.map(({ metric, length }) => [metric, length]),
      own.map(({ path }) => path),
    ]);
    if (state === this.#settled) return false;
    this.#settled = state;
    this.#runs = runs;
    return true;
  }
}
