import { pinnedPattern } from '../formats/textLogPattern';
import { latestPoints } from '../model/latestPoints';
import type { Finding } from '../model/finding';
import type { Handlers } from '../model/rpc';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import { defaultSettings } from '../model/settings';
import { decimate } from '../numerics/decimate';
import { marginalReturnReport } from '../analyzers/marginalReturn';
import type { Analysis } from './analyseRun';
import { analyseRun, detailOf, findingsAcross } from './analyseRun';
import { anchorsOf } from './anchors';
import type { Files } from './files';
import type { JudgedRun } from './lensFacts';
import { lensFacts } from './lensFacts';
import type { Curve, CurveRequest, EngineApi, EngineEvents, RunSummary } from './protocol';
import { ReadingProgress } from './readingProgress';
import { RunStore } from './runStore';
import { summaryOf } from './summaryOf';
import type { TrackedGroup } from './trackedGroup';

/** What the engine needs of its surroundings. */
export interface EngineSurroundings {
  readonly files: Files;
  /** Milliseconds since 1970. */
  now(): number;
  tell<E extends keyof EngineEvents>(event: E, argument: Parameters<EngineEvents[E]>[0]): void;
}

/**
 * Discover → follow → read → analyse → publish, for ever, in one loop. Everything it knows it has from the disk, so
 * that starting again loses nothing.
 */
export class Engine {
  readonly #around: EngineSurroundings;
  #store: RunStore;
  #roots: readonly string[] = [];
  #settings: Settings = defaultSettings;
  #analyses = new Map<string, Analysis>();
  #across: readonly Finding[] = [];
  #summaries = new Map<string, RunSummary>();
  #colours = new Map<string, number>();
  #anchored = new Map<string, Anchored>();
  #pending = new Set<string>();
  #updated = new Map<string, RunSummary>();
  #flushedAt = 0;
  #nextScan = 0;
  #woken = false;
  #nextStatus = 0;
  #nextComparison = 0;
  #wake: (() => void) | undefined;
  #firstLook = true;
  #generation = 0;

  constructor(around: EngineSurroundings) {
    this.#around = around;
    this.#store = new RunStore(around.files);
  }

  readonly handlers: Handlers<EngineApi> = {
    open: ({ folders, settings }) => this.#open(folders, settings),
    changeSettings: (settings) => this.#changeSettings(settings),
    wake: () => {
      this.#woken = true;
      for (const group of this.#store.groups) group.dueAt = 0;
      this.#wake?.();
    },
    runs: () => [...this.#summaries.values()],
    detail: (id) => {
      const [run, analysis, summary] = [this.#store.runs.get(id), this.#analyses.get(id), this.#summaries.get(id)];
      return run && analysis && summary ? detailOf(run, analysis, summary, this.#settings) : null;
    },
    report: ({ run: id, change }) => {
      const run = this.#store.runs.get(id);
      return (run && marginalReturnReport(run, { ...this.#settings, ...change })) ?? null;
    },
    curve: (request) => this.#curve(request),
    lenses: ({ path, text }) => lensFacts(path, text, this.#judged()),
    skipped: (id) => this.#store.skippedOf(id),
  };

  /** Stops following. */
  close(): void {
    this.#generation++;
    this.#wake?.();
  }

  #judged(): readonly JudgedRun[] {
    return [...this.#store.runs.values()].flatMap((run) => {
      const analysis = this.#analyses.get(run.id);
      return analysis ? [{ run, findings: analysis.findings, stoppers: analysis.stoppers }] : [];
    });
  }

  #open(folders: readonly string[], settings: Settings): void {
    this.close();
    const removed = [...this.#summaries.keys()];
    this.#store = new RunStore(this.#around.files);
    this.#roots = folders;
    this.#settings = settings;
    this.#analyses = new Map();
    this.#anchored = new Map();
    this.#summaries = new Map();
    this.#pending = new Set();
    this.#updated = new Map();
    this.#nextScan = 0;
    this.#firstLook = true;
    this.#nextComparison = 0;
    this.#pinPattern();
    if (removed.length > 0) this.#around.tell('changed', { updated: [], removed });
    void this.#follow(this.#generation);
  }

  #changeSettings(settings: Settings): void {
    const patternChanged = settings['text.pattern'] !== this.#settings['text.pattern'];
    this.#settings = settings;
    if (patternChanged) this.#pinPattern();
    this.#woken = true;
    this.#refresh(this.#store.groups);
    for (const id of this.#store.runs.keys()) this.#pending.add(id);
    this.#wake?.();
  }

  #pinPattern(): void {
    const pattern = this.#settings['text.pattern'];
    const format = pattern === '' ? undefined : pinnedPattern(pattern);
    if (format && 'error' in format) this.#around.tell('trouble', format.error);
    this.#store.extraFormats = format && !('error' in format) ? [format] : [];
  }

  async #follow(generation: number): Promise<void> {
    while (generation === this.#generation) {
      const begun = this.#around.now();
      try {
        await this.#look(generation);
        await this.#analysePending(generation);
      } catch (error) {
        this.#around.tell('trouble', `Following the runs was interrupted and goes on: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      }
      if (generation === this.#generation) await this.#rest(begun);
    }
  }

  /** One round: look for files when it is time, then at every file that is due. */
  async #look(generation: number): Promise<void> {
    if (this.#woken || this.#around.now() >= this.#nextScan) await this.#scan();
    const due = this.#store.groups.filter(({ dueAt }) => dueAt <= this.#around.now());
    const progress = new ReadingProgress(due.length, (state) => this.#around.tell('progress', state));
    for (let i = 0; i < due.length && generation === this.#generation; i += groupsAtOnce) {
      const batch = due.slice(i, i + groupsAtOnce);
      const changed = await Promise.all(batch.map((group) => group.look(this.#around.now(), (bytes) => progress.read(bytes))));
      this.#refresh(batch.filter((_, k) => changed[k]));
      for (const group of batch) group.dueAt = this.#around.now() + this.#pause(group);
      progress.done(batch.length);
      this.#flush(false);
    }
    if (this.#around.now() >= this.#nextStatus) {
      this.#nextStatus = this.#around.now() + statusEvery;
      this.#refresh(this.#store.groups.filter(({ runs }) => runs.some(({ status }) => status === 'active' || status === 'stalled')));
    }
    this.#flush(true);
    progress.end(this.#firstLook);
    this.#firstLook = false;
  }

  async #scan(): Promise<void> {
    const begun = this.#around.now();
    // What changes from here on may be missed by this scan: a wake-up during it asks for another.
    this.#woken = false;
    if (this.#firstLook) this.#around.tell('progress', { phase: 'discovering', files: 0, filesDone: 0, bytes: 0, bytesDone: 0 });
    const configsChanged = await this.#store.discover(this.#roots, this.#settings);
    this.#dropRemoved();
    if (configsChanged) this.#refresh(this.#store.groups);
    const now = this.#around.now();
    this.#nextScan = now + Math.max(scanEvery, scanShare * (now - begun));
  }

  #dropRemoved(): void {
    this.#store.assemble([], this.#around.now(), this.#settings);
    const removed = [...this.#summaries.keys()].filter((id) => !this.#store.runs.has(id));
    for (const id of removed) {
      this.#summaries.delete(id);
      this.#analyses.delete(id);
      this.#anchored.delete(id);
      this.#pending.delete(id);
      this.#updated.delete(id);
    }
    if (removed.length > 0) this.#around.tell('changed', { updated: [], removed });
  }

  /** How long a group is left alone: a run that grew or was written lately is looked at in every round. */
  #pause(group: TrackedGroup): number {
    const interval = this.#settings['files.pollSeconds'] * 1000;
    const quiet = this.#around.now() - Math.max(group.modified, group.grownAt === group.grownAt ? group.grownAt : 0);
    return quiet < livelyFor ? 0 : interval * quietFactor;
  }

  #refresh(groups: readonly TrackedGroup[]): void {
    for (const id of this.#store.assemble(groups, this.#around.now(), this.#settings)) {
      this.#pending.add(id);
      if (!this.#analyses.has(id)) this.#publish(id, undefined);
    }
    this.#dropLanes();
  }

  /** A rewritten file may hold fewer runs than before. */
  #dropLanes(): void {
    if (this.#summaries.size > this.#store.runs.size) this.#dropRemoved();
  }

  async #analysePending(generation: number): Promise<void> {
    const begun = this.#around.now();
    for (const id of [...this.#pending]) {
      // Live runs must not wait for a thousand old ones: look at the files again in between.
      if (generation !== this.#generation || this.#around.now() - begun > this.#settings['files.pollSeconds'] * 1000) return;
      this.#pending.delete(id);
      await this.#analyse(id);
      this.#flush(false);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#flush(true);
    if (this.#pending.size === 0 && this.#around.now() >= this.#nextComparison) await this.#compareRuns();
    this.#flush(true);
  }

  async #analyse(id: string): Promise<void> {
    const run = this.#store.runs.get(id);
    if (!run) return;
    const analysis = analyseRun(run, this.#settings, this.#across.filter((finding) => finding.run === id), this.#around.now());
    this.#analyses.set(id, analysis);
    await this.#anchorAndPublish(run, analysis);
  }

  async #anchorAndPublish(run: Run, analysis: Analysis): Promise<void> {
    const about = JSON.stringify([analysis.findings.map(({ rule, since }) => [rule, since]), run.sources]);
    const known = this.#anchored.get(run.id);
    // Finding a step means reading the log: a run that grows every second keeps the places it has.
    const kept = known?.about === about && sameItems(known.configs, run.configs);
    const anchors = kept ? known.anchors : await anchorsOf(run, analysis.findings, this.#around.files);
    this.#anchored.set(run.id, { about, configs: run.configs, anchors });
    this.#publish(run.id, { ...analysis, anchors });
  }

  /** Findings that take several runs to see. Runs that they concern are judged anew. */
  async #compareRuns(): Promise<void> {
    const begun = this.#around.now();
    const found = findingsAcross([...this.#store.runs.values()], this.#settings);
    this.#nextComparison = this.#around.now() + Math.max(compareEvery, compareShare * (this.#around.now() - begun));
    if (JSON.stringify(found) === JSON.stringify(this.#across)) return;
    const concerned = new Set([...this.#across, ...found].map(({ run }) => run));
    this.#across = found;
    for (const id of concerned) await this.#analyse(id);
  }

  #publish(id: string, analysis: (Analysis & { readonly anchors: RunSummary['anchors'] }) | undefined): void {
    const run = this.#store.runs.get(id);
    if (!run) return;
    const colour = this.#colours.get(id) ?? this.#colours.size;
    this.#colours.set(id, colour);
    const summary = summaryOf(run, this.#store.rootOf(run), colour, analysis, this.#settings);
    this.#summaries.set(id, summary);
    this.#updated.set(id, summary);
  }

  /** Tells what changed, together, at most every so often unless it must go out now. */
  #flush(now: boolean): void {
    if (this.#updated.size === 0 || (!now && this.#around.now() - this.#flushedAt < flushEvery)) return;
    this.#flushedAt = this.#around.now();
    const updated = [...this.#updated.values()];
    this.#updated = new Map();
    this.#around.tell('changed', { updated, removed: [] });
  }

  #curve({ run: id, metric, original, fromStep, toStep, pixels }: CurveRequest): Curve | null {
    const series = this.#store.runs.get(id)?.series.find((one) => one.metric === metric && (original === null || one.original === original));
    if (!series) return null;
    const points = latestPoints(series);
    const shown = decimate(points, Math.max(1, pixels), fromStep ?? undefined, toStep ?? undefined);
    return { run: id, metric, original: series.original, ...shown, points: series.length };
  }

  /** Sleeps until the next round, or until something wakes the engine. */
  #rest(begun: number): Promise<void> {
    if (this.#pending.size > 0 || this.#woken) return Promise.resolve();
    const left = begun + this.#settings['files.pollSeconds'] * 1000 - this.#around.now();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(shortestRest, left));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Where the findings of a run were placed, and what that rests on. */
interface Anchored {
  readonly about: string;
  readonly configs: Run['configs'];
  readonly anchors: RunSummary['anchors'];
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

const groupsAtOnce = 16;
const scanEvery = 5_000;
/** A scan of a slow disk may take at most a twentieth of the time. */
const scanShare = 20;
const statusEvery = 5_000;
/** Comparing thousands of runs takes seconds, in which nothing else is answered: at most a fortieth of the time. */
const compareEvery = 30_000;
const compareShare = 40;
const flushEvery = 100;
/** Milliseconds in which calls are answered even when a round takes as long as its interval. */
const shortestRest = 20;
const livelyFor = 600_000;
const quietFactor = 5;
