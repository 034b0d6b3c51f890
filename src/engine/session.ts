import { pinnedPattern } from '../formats/textLogPattern';
import type { Settings } from '../model/settings';
import { Bulletin } from './bulletin';
import type { Crew } from './crew';
import { eachAtOnce } from './eachAtOnce';
import type { EngineSurroundings } from './engineSurroundings';
import { Follower } from './follower';
import { Judge } from './judge';
import { RunStore } from './runStore';
import type { SessionParts } from './sessionParts';
import { runsAtOnce, WeightHistory } from './spectra/weightHistory';
import type { TrackedGroup } from './trackedGroup';

/** What the engine knows and does between the opening of some folders and their closing. */
export class Session implements SessionParts {
  readonly roots: readonly string[];
  readonly store: RunStore;
  readonly bulletin: Bulletin;
  readonly judge: Judge;
  readonly crew: Crew;
  readonly now: EngineSurroundings['now'];
  readonly beyondRuns: SessionParts['beyondRuns'];
  readonly tell: EngineSurroundings['tell'];
  readonly #follower: Follower;
  readonly #weights: WeightHistory;
  #weighing = false;
  #settings: Settings;
  #closed = false;

  constructor(around: EngineSurroundings & Pick<SessionParts, 'beyondRuns'>, roots: readonly string[], settings: Settings, colours: Map<string, number>) {
    this.roots = roots;
    this.crew = around.crew;
    this.now = () => around.now();
    this.beyondRuns = () => around.beyondRuns();
    this.tell = (event, argument) => { around.tell(event, argument); };
    this.#settings = settings;
    this.store = new RunStore(around.files);
    this.bulletin = new Bulletin((change) => { around.tell('changed', change); }, this.now, colours);
    this.judge = new Judge(this);
    this.#weights = new WeightHistory(around);
    this.#pinPattern();
    this.#follower = new Follower(this);
  }

  get settings(): Settings {
    return this.#settings;
  }

  changeSettings(settings: Settings): void {
    const patternChanged = settings['text.pattern'] !== this.#settings['text.pattern'];
    this.#settings = settings;
    if (patternChanged) this.#pinPattern();
    const refreshed = this.#follower.refresh(this.store.groups).then(() => { this.judge.summon(this.store.runs.keys()); });
    refreshed.catch((error: unknown) => { this.trouble('The new settings were not used everywhere', error); });
    this.#follower.wake();
  }

  /** Something may have changed on disk. */
  wake(): void {
    this.#follower.wake();
  }

  close(): void {
    this.#closed = true;
    this.#follower.close();
    this.judge.close();
    this.bulletin.close();
  }

  /** Puts the runs of these groups together anew, shows what is new and has it judged. */
  refresh(groups: readonly TrackedGroup[]): void {
    const changed = this.store.assemble(groups, this.now(), this.#settings);
    for (const id of changed) {
      const run = this.store.runs.get(id);
      if (run && !this.judge.analyses.has(id)) this.bulletin.publish(run, this.store.rootOf(run), undefined, this.#settings);
    }
    if (this.bulletin.summaries.size > this.store.runs.size) this.#drop([...this.bulletin.summaries.keys()].filter((id) => !this.store.runs.has(id)));
    this.judge.summon(changed);
  }

  /** Whether a run was seen to grow a short while ago. */
  isGrowing(id: string): boolean {
    return this.now() - (this.store.groupOf(id)?.grownAt ?? NaN) < justNow;
  }

  /** Looks at the checkpoints of all runs, in the background; what they tell is shown run by run. */
  async weigh(): Promise<void> {
    if (this.#weighing) return;
    this.#weighing = true;
    await eachAtOnce(this.store.groups, runsAtOnce, (group) => this.#weighOne(group));
    this.#weighing = false;
  }

  async #weighOne(group: TrackedGroup): Promise<void> {
    try {
      if (this.#closed || !(await this.#weights.look(group.key, group.checkpoints, this.#settings['spectrum.normalisation']))) return;
      group.setWeights(this.#weights.seriesOf(group.key), this.#weights.optimizers);
      this.refresh([group]);
    } catch (error) {
      if (!this.#closed) this.trouble(`The checkpoints of ${group.key} could not be read`, error);
    }
  }

  readonly trouble = (what: string, error: unknown): void => {
    this.tell('trouble', `${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  };

  #drop(ids: readonly string[]): void {
    this.bulletin.remove(ids);
    this.judge.forget(ids);
  }

  #pinPattern(): void {
    const pattern = this.#settings['text.pattern'];
    const format = pattern === '' ? undefined : pinnedPattern(pattern);
    if (format && 'error' in format) this.tell('trouble', format.error);
    const usable = format && !('error' in format) ? format : undefined;
    this.store.readWith(this.crew.reader(usable ? pattern : ''), usable ? [usable] : []);
  }
}

const justNow = 60_000;
