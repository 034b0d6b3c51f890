import type { Format } from '../formats/format';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import { folderOf } from '../model/source';
import { checkpointRuns } from './checkpointRuns';
import { checkpointsByFolder } from './checkpointsByFolder';
import { ConfigStore } from './configStore';
import type { Discovered } from './discovery';
import { Discovery } from './discovery';
import { asEnsemble } from './ensemble';
import type { Files } from './files';
import { groupLogs } from './groupLogs';
import type { LogReader } from './logReader';
import { readHere } from './logReader';
import type { SkippedInFile } from './logStream';
import { nameRuns } from './nameRuns';
import { SharedSteps } from './sharedSteps';
import { TrackedGroup } from './trackedGroup';

/** What looking for files has found. */
export interface Scan {
  readonly roots: readonly string[];
  readonly found: Discovered;
  /** Whether every run must be put together anew. */
  readonly configsChanged: boolean;
}

/** Every run in the open folders, kept up with the disk. */
export class RunStore {
  readonly configs: ConfigStore;
  readonly #files: Files;
  readonly #discovery: Discovery;
  readonly #groups = new Map<string, TrackedGroup>();
  readonly #steps = new SharedSteps();
  #reader = readHere;
  #runs = new Map<string, Run>();
  #names = '';
  #tables: readonly string[] = [];
  readonly #namedRuns = new WeakMap<Run, Run>();

  constructor(files: Files) {
    this.#files = files;
    this.#discovery = new Discovery(files);
    this.configs = new ConfigStore(files);
  }

  /** Who reads from now on, and which formats there are beside the built-in ones. */
  readWith(reader: LogReader, extra: readonly Format[]): void {
    this.#reader = reader;
    this.#discovery.readWith(reader, extra);
  }

  get runs(): ReadonlyMap<string, Run> {
    return this.#runs;
  }

  get groups(): readonly TrackedGroup[] {
    return [...this.#groups.values()];
  }

  /** Files that may hold tables. */
  get tables(): readonly string[] {
    return this.#tables;
  }

  /** Opened folder in which a run lies. */
  rootOf(run: Run): string {
    return this.groupOf(run.id)?.root ?? '';
  }

  skippedOf(id: string): readonly SkippedInFile[] {
    return this.groupOf(id)?.streams.flatMap(({ skipped }) => skipped) ?? [];
  }

  /** The files of a run. */
  groupOf(id: string): TrackedGroup | undefined {
    return this.#groups.get(id) ?? this.groups.find(({ runs }) => runs.some((run) => run.id === id));
  }

  /** Looks for files, which may take long, and changes no run. */
  async scan(roots: readonly string[], settings: Settings): Promise<Scan> {
    const found = await this.#discovery.scan(roots, settings['files.exclude']);
    return { roots, found, configsChanged: await this.configs.update(found.configs) };
  }

  /** Follows from now on what a scan has found. Runs must be put together anew where a configuration changed. */
  take({ roots, found }: Scan): void {
    const checkpoints = checkpointsByFolder(found.checkpoints);
    const withLogs = groupLogs(found.logs);
    const groups = [...withLogs, ...checkpointRuns(checkpoints, withLogs)];
    const present = new Set(groups.map(({ key }) => key));
    for (const key of this.#groups.keys()) if (!present.has(key)) this.#groups.delete(key);
    this.#tables = found.tables;
    for (const group of groups) {
      const tracked = this.#groups.get(group.key) ?? new TrackedGroup(group, rootOf(group.key, roots));
      this.#groups.set(group.key, tracked);
      const own = checkpoints.get(tracked.isFile ? folderOf(group.key) : group.key) ?? [];
      tracked.update(group, group.parts.length === 0 ? asEnsemble(own) : own, this.#files, this.#reader);
    }
  }

  /** Looks at every file of a group. Returns whether anything was new. */
  async look(group: TrackedGroup, now: number, onBytes: (bytes: number) => void): Promise<boolean> {
    const changed = await group.look(now, onBytes);
    // A first read brings thousands of points, later ones a few.
    for (const stream of changed ? group.streams : []) if (!(stream.grownAt === stream.grownAt)) this.#steps.compact(stream.series);
    return changed;
  }

  /** Puts the runs of these groups together anew. Returns the ids of the runs that changed. */
  assemble(groups: readonly TrackedGroup[], now: number, settings: Settings): readonly string[] {
    const changed = groups.filter((group) => group.assemble(this.configs, now, settings));
    const renamed = this.#nameAll();
    const ids = changed.flatMap(({ runs }) => runs.map(({ id }) => id));
    return [...new Set([...ids, ...renamed])].filter((id) => this.#runs.has(id));
  }

  /** Names depend on all runs together. Returns the runs whose name changed. */
  #nameAll(): readonly string[] {
    const all = this.groups.flatMap((group) => group.runs.map((run) => ({ run, group })));
    const ids = all.map(({ run }) => run.id).join('\n');
    const known = this.#runs;
    const names = ids === this.#names ? all.map(({ run }) => known.get(run.id)?.name ?? '') : namesOf(all);
    this.#names = ids;
    this.#runs = new Map(all.map(({ run }, i) => [run.id, this.#named(run, names[i])]));
    return all.flatMap(({ run }, i) => (known.get(run.id)?.name === names[i] ? [] : [run.id]));
  }

  /** The same object for the same state of a run: what was worked out about it is found by it again. */
  #named(run: Run, name: string): Run {
    const known = this.#namedRuns.get(run);
    if (known?.name === name) return known;
    const named = { ...run, name };
    this.#namedRuns.set(run, named);
    return named;
  }
}

function namesOf(all: readonly { readonly run: Run; readonly group: TrackedGroup }[]): readonly string[] {
  return nameRuns(all.map(({ run, group }) => ({ parts: group.nameParts, lane: run.id.slice(group.key.length + 1) })));
}

function rootOf(key: string, roots: readonly string[]): string {
  const holding = roots.filter((root) => key === root || key.startsWith(`${root}/`));
  return holding.sort((a, b) => b.length - a.length)[0] ?? folderOf(key);
}
