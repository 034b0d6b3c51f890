import type { ReadCheckpoint } from '../../formats/checkpoints/openCheckpoint';
import type { RunCheckpoint } from '../../model/run';
import type { Series } from '../../model/series';
import type { UtilisationNormalisation } from '../../model/spectrum';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import { matricesOf } from './matricesOf';
import { openCheckpointAt } from './openCheckpointAt';
import type { SpectraCache } from './spectraCache';
import type { WeightMatrix } from './weightMatrices';
import type { WeightsAtStep } from './weightSeries';
import { weightSeries } from './weightSeries';
import { spectraOfOpened } from './weightSpectraOf';

export interface HistoryTools {
  readonly files: Files;
  readonly cache: SpectraCache;
  pool(): KernelPool;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Runs whose checkpoints are looked at together: while one is read another is worked out, and the other cores stay with the training. */
export const runsAtOnce = 2;

/** How a checkpoint was when it was last looked at. */
interface Look {
  readonly state: number;
  /** When to look again. */
  readonly dueAt: number;
}

/**
 * The spectra of the weights in the checkpoints of runs, worked out unasked where that is cheap: adapters, and models of
 * a few million parameters. Of a run one checkpoint after the other, so that a training on the same machine is not held up.
 * A checkpoint that is written over and over keeps what it held at every step at which it was seen.
 */
export class WeightHistory {
  readonly #tools: HistoryTools;
  readonly #looks = new Map<string, Look>();
  readonly #found = new Map<string, Map<number, WeightsAtStep>>();
  readonly #optimizers = new Map<string, boolean>();

  constructor(tools: HistoryTools) {
    this.#tools = tools;
  }

  /** What is known of a run by now. */
  seriesOf(key: string): readonly Series[] {
    return weightSeries([...this.#found.get(key)?.values() ?? []]);
  }

  /** Whether the checkpoints that could be read hold the state of an optimizer, by their paths. */
  get optimizers(): ReadonlyMap<string, boolean> {
    return this.#optimizers;
  }

  /** Looks at the checkpoints of a run that are new or were written anew. Of members of an ensemble there is no course. Returns whether that told anything. */
  async look(key: string, checkpoints: readonly RunCheckpoint[], normalisation: UtilisationNormalisation): Promise<boolean> {
    let told = false;
    for (const checkpoint of checkpoints) told = (await this.#lookAt(key, checkpoint, normalisation)) || told;
    return told;
  }

  async #lookAt(key: string, { path, step, member }: RunCheckpoint, normalisation: UtilisationNormalisation): Promise<boolean> {
    const opened = await this.#openIfNew(path);
    if (!opened) return false;
    const optimizer = (opened.optimizer?.state.size ?? 0) > 0;
    const isNews = (this.#optimizers.get(path) ?? false) !== optimizer;
    this.#optimizers.set(path, optimizer);
    const at = member === undefined ? step ?? opened.step : null;
    return (at !== null && await this.#weigh(key, path, opened, at, normalisation)) || isNews;
  }

  /** Returns whether the weights are few enough to be worked out unasked, and hold anything. */
  async #weigh(key: string, path: string, opened: ReadCheckpoint, at: number, normalisation: UtilisationNormalisation): Promise<boolean> {
    const { files, cache } = this.#tools;
    const matrices = await matricesOf(opened, files);
    if (!isCheap(matrices)) return false;
    const { layers } = await spectraOfOpened({ path, opened, matrices }, { files, cache, pool: this.#tools.pool(), normalisation }, {});
    if (layers.length === 0) return false;
    const own = this.#found.get(key) ?? new Map<number, WeightsAtStep>();
    this.#found.set(key, own.set(at, { step: at, layers: layers.map(({ eigenvalues, ...layer }) => layer) }));
    return true;
  }

  /** Undefined for one that was seen as it is, and for one that cannot be read: until it changes, for it may still be on its way to the disk. */
  async #openIfNew(path: string) {
    const { files, now } = this.#tools;
    const known = this.#looks.get(path);
    if (known && known.dueAt > now()) return undefined;
    const { state, modified } = await this.#stateOf(path);
    this.#looks.set(path, { state, dueAt: now() + pauseAfter(now() - modified) });
    if (known?.state === state) return undefined;
    const opened = await openCheckpointAt(path, files);
    return 'error' in opened ? undefined : opened;
  }

  /** Time of the last change of a file; of a folder, of the files in it together. */
  async #stateOf(path: string): Promise<{ readonly state: number; readonly modified: number }> {
    const { files } = this.#tools;
    const kind = await files.kindOf(path);
    const paths = kind === 'folder' ? (await files.list(path)).filter((entry) => entry.kind === 'file').map(({ name }) => `${path}/${name}`) : [path];
    const stats = (await Promise.all(paths.map((file) => files.source(file).stat()))).filter((stat) => stat !== undefined);
    return {
      state: stats.reduce((sum, { modified, size }) => sum + modified + size, paths.length),
      modified: Math.max(0, ...stats.map(({ modified }) => modified)),
    };
  }
}

/** One that has not changed for long is looked at seldom: after a twentieth of that time, so that thousands of old ones cost nothing. */
function pauseAfter(quiet: number): number {
  return quiet < livelyFor ? 0 : Math.min(quiet / 20, longestPause);
}

const livelyFor = 60_000;
const longestPause = 600_000;

/** Multiplications for the Gram products of a checkpoint; a core does some thousand million in a second. */
const cheapest = 2e10;

function isCheap(matrices: readonly WeightMatrix[]): boolean {
  return matrices.reduce((sum, { parts, width, shape }) => sum + (parts.kind === 'product' ? 0 : width * shape.reduce((product, side) => product * side, 1)), 0) <= cheapest;
}
