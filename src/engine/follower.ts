import { eachAtOnce } from './eachAtOnce';
import { ReadingProgress } from './readingProgress';
import type { Scan } from './runStore';
import type { SessionParts } from './sessionParts';
import type { TrackedGroup } from './trackedGroup';

/**
 * Looks at the disk, for ever: every so often for new files, and meanwhile at every file that may have grown. Nothing
 * that it does takes the thread for long.
 */
export class Follower {
  readonly #session: SessionParts;
  #scanning: Promise<void> | undefined;
  #scanned: Scan | undefined;
  #nextScan = 0;
  #nextStatus = 0;
  #woken = false;
  #firstLook = true;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(session: SessionParts) {
    this.#session = session;
    void this.#follow();
  }

  /** Looks for files, and at every file, now. */
  wake(): void {
    this.#woken = true;
    for (const group of this.#session.store.groups) group.dueAt = 0;
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async #follow(): Promise<void> {
    const { now, trouble } = this.#session;
    while (!this.#closed) {
      const begun = now();
      try {
        await this.#round();
      } catch (error) {
        trouble('Following the runs was interrupted and goes on', error);
      }
      if (!this.#closed) await this.#rest(begun);
    }
  }

  async #round(): Promise<void> {
    const { store, now } = this.#session;
    if (!this.#scanning && (this.#woken || now() >= this.#nextScan)) this.#scanning = this.#scan();
    // Later ones go on beside the looks: a slow disk must not keep growing files waiting.
    if (this.#firstLook) await this.#scanning;
    await this.#takeScan();
    await this.#lookAtDue();
    if (now() < this.#nextStatus) return;
    this.#nextStatus = now() + statusEvery;
    await this.refresh(store.groups.filter(({ runs }) => runs.some(({ status }) => status === 'active' || status === 'stalled')));
  }

  async #scan(): Promise<void> {
    const { store, roots, settings, now, trouble, tell } = this.#session;
    const begun = now();
    // What changes from here on may be missed by this scan: a wake-up during it asks for another.
    this.#woken = false;
    if (this.#firstLook) tell('progress', { phase: 'discovering', files: 0, filesDone: 0, bytes: 0, bytesDone: 0 });
    try {
      this.#scanned = await store.scan(roots, settings);
    } catch (error) {
      if (!this.#closed) trouble('Looking for runs was interrupted and is tried again', error);
    }
    this.#nextScan = now() + Math.max(scanEvery, scanShare * (now() - begun));
    this.#scanning = undefined;
    this.#wake?.();
  }

  async #takeScan(): Promise<void> {
    const scan = this.#scanned;
    if (!scan || this.#closed) return;
    this.#scanned = undefined;
    this.#session.store.take(scan);
    this.#session.refresh([]);
    void this.#session.weigh();
    if (scan.configsChanged) await this.refresh(this.#session.store.groups);
  }

  async #lookAtDue(): Promise<void> {
    const { store, now, tell, bulletin } = this.#session;
    const due = store.groups.filter(({ dueAt }) => dueAt <= now());
    const progress = new ReadingProgress(due.length, (state) => { tell('progress', state); });
    let changed: TrackedGroup[] = [];
    let refreshed = -Infinity;
    const refresh = () => {
      this.#session.refresh(changed);
      [changed, refreshed] = [[], now()];
    };
    await eachAtOnce(due, groupsAtOnce, async (group) => {
      if (this.#closed) return;
      if (await this.#look(group, progress)) changed.push(group);
      if (changed.length >= 2 * groupsAtOnce || (changed.length > 0 && now() - refreshed > refreshEvery)) refresh();
    });
    if (this.#closed) return;
    refresh();
    bulletin.flush();
    progress.end(this.#firstLook);
    this.#firstLook = false;
  }

  /** Whether anything was new. */
  async #look(group: TrackedGroup, progress: ReadingProgress): Promise<boolean> {
    const { store, now, trouble } = this.#session;
    try {
      const changed = await store.look(group, now(), (bytes) => { progress.read(bytes); });
      group.dueAt = now() + this.#pause(group);
      return changed;
    } catch (error) {
      group.dueAt = now() + pauseAfterTrouble;
      if (!this.#closed) trouble(`${group.key} could not be read and is left alone for a minute`, error);
      return false;
    } finally {
      progress.done(1);
    }
  }

  /** How long a group is left alone: a run that grew or was written lately is looked at in every round. */
  #pause(group: TrackedGroup): number {
    const quiet = this.#session.now() - Math.max(group.modified, group.grownAt === group.grownAt ? group.grownAt : 0);
    return quiet < livelyFor ? 0 : this.#interval * quietFactor;
  }

  /** Putting runs together anew takes a millisecond each: others are answered in between. */
  async refresh(groups: readonly TrackedGroup[]): Promise<void> {
    for (let i = 0; i < groups.length && !this.#closed; i += groupsAtOnce) {
      this.#session.refresh(groups.slice(i, i + groupsAtOnce));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get #interval(): number {
    return this.#session.settings['files.pollSeconds'] * 1000;
  }

  /** Sleeps until the next round, or until something wakes the engine. */
  #rest(begun: number): Promise<void> {
    if (this.#scanned || (this.#woken && !this.#scanning)) return Promise.resolve();
    const left = begun + this.#interval - this.#session.now();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(shortestRest, left));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const groupsAtOnce = 16;
const refreshEvery = 100;
const scanEvery = 5_000;
/** A scan of a slow disk may take at most a twentieth of the time. */
const scanShare = 20;
const statusEvery = 5_000;
const pauseAfterTrouble = 60_000;
/** Milliseconds in which calls are answered even when a round takes as long as its interval. */
const shortestRest = 20;
const livelyFor = 600_000;
const quietFactor = 5;
