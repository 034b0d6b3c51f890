import type { Finding } from '../model/finding';
import type { Run } from '../model/run';
import type { JudgedAnalysis } from './analyseRun';
import { compareRuns } from './compareRuns';
import type { FindingAnchor } from './protocol';
import type { SessionParts } from './sessionParts';

/** What judging takes. */
export type JudgeSurroundings = Pick<SessionParts, 'store' | 'settings' | 'crew' | 'bulletin' | 'now' | 'trouble' | 'isGrowing' | 'beyondRuns'>;

/** Has every run judged that changed: those that grow first, a few at once, and never a run twice at a time. */
export class Judge {
  readonly #session: JudgeSurroundings;
  readonly #analyses = new Map<string, JudgedAnalysis>();
  readonly #placed = new Map<string, Placement>();
  readonly #pending = new Set<string>();
  readonly #judging = new Set<string>();
  #across: readonly Finding[] = [];
  #nextComparison = 0;
  #comparing = false;
  #closed = false;

  constructor(session: JudgeSurroundings) {
    this.#session = session;
  }

  get analyses(): ReadonlyMap<string, JudgedAnalysis> {
    return this.#analyses;
  }

  /** These runs are to be judged, for the first time or anew. */
  summon(ids: Iterable<string>): void {
    for (const id of ids) this.#pending.add(id);
    this.#goOn();
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#analyses.delete(id);
      this.#placed.delete(id);
      this.#pending.delete(id);
    }
  }

  close(): void {
    this.#closed = true;
  }

  #goOn(): void {
    while (!this.#closed && this.#judging.size < this.#session.crew.size + waiting) {
      const id = this.#next();
      if (id === undefined) break;
      this.#pending.delete(id);
      this.#judging.add(id);
      void this.#judge(id).then(() => {
        this.#judging.delete(id);
        this.#goOn();
      });
    }
    if (this.#pending.size === 0 && this.#judging.size === 0) void this.#compare();
  }

  /** Live runs must not wait for a thousand old ones. */
  #next(): string | undefined {
    let first: string | undefined;
    for (const id of this.#pending) {
      if (this.#judging.has(id)) continue;
      if (this.#session.isGrowing(id)) return id;
      first ??= id;
    }
    return first;
  }

  async #judge(id: string): Promise<void> {
    const { store, settings, crew, bulletin, now, trouble } = this.#session;
    const run = store.runs.get(id);
    if (!run) return;
    try {
      const analysis = await crew.analyse(run, settings, this.#across.filter((finding) => finding.run === id), now());
      const anchors = await this.#place(run, analysis.findings);
      // Settings that changed meanwhile have every run judged anew.
      if (this.#closed || settings !== this.#session.settings || !store.runs.has(id)) return;
      this.#analyses.set(id, { ...analysis, anchors });
      bulletin.publish(run, store.rootOf(run), { ...analysis, anchors }, settings);
    } catch (error) {
      if (!this.#closed) trouble(`${run.name} could not be judged`, error);
    }
  }

  /** Finding a step means reading the log: a run that grows every second keeps the places it has. */
  async #place(run: Run, findings: readonly Finding[]): Promise<readonly FindingAnchor[]> {
    if (findings.length === 0) return [];
    const restarts = this.#session.store.groupOf(run.id)?.restarts;
    const about = JSON.stringify([findings.map(({ rule, since }) => [rule, since]), run.sources, restarts]);
    const known = this.#placed.get(run.id);
    if (known?.about === about && sameItems(known.configs, run.configs)) return known.anchors;
    const anchors = await this.#session.crew.anchors(run, findings);
    this.#placed.set(run.id, { about, configs: run.configs, anchors });
    return anchors;
  }

  /** Findings that take several runs to see. Runs that they concern are judged anew. */
  async #compare(): Promise<void> {
    const { store, settings, now } = this.#session;
    if (this.#closed || this.#comparing || now() < this.#nextComparison) return;
    this.#comparing = true;
    const begun = now();
    const found = [...await compareRuns([...store.runs.values()], settings, () => this.#closed), ...await this.#beyond()];
    this.#nextComparison = now() + Math.max(compareEvery, compareShare * (now() - begun));
    this.#comparing = false;
    if (JSON.stringify(found) === JSON.stringify(this.#across)) return;
    const concerned = new Set([...this.#across, ...found].map(({ run }) => run));
    this.#across = found;
    this.summon(concerned);
  }

  /** What goes wrong with a table leaves the findings about runs as they are. */
  async #beyond(): Promise<readonly Finding[]> {
    try {
      return await this.#session.beyondRuns();
    } catch (error) {
      if (!this.#closed) this.#session.trouble('The tables beside the runs could not be judged', error);
      return [];
    }
  }
}

/** Where the findings of a run were placed, and what that rests on. */
interface Placement {
  readonly about: string;
  readonly configs: Run['configs'];
  readonly anchors: readonly FindingAnchor[];
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** So many are handed over before there is a thread for them, so that none waits for the engine. */
const waiting = 1;
/** Comparing thousands of runs takes seconds: at most a fortieth of the time. */
const compareEvery = 30_000;
const compareShare = 40;
