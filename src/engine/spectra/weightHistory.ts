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
import { weightSpectraOf } from './weightSpectraOf';

export interface HistoryTools {
  readonly files: Files;
  readonly cache: SpectraCache;
  pool(): KernelPool;
}

/**
 * The spectra of the weights in the checkpoints of runs, worked out unasked where that is cheap: adapters, and models of
 * a few million parameters. One checkpoint after the other, so that a training on the same machine is not held up. A
 * checkpoint that is written over and over keeps what it held at every step at which it was seen.
 */
export class WeightHistory {
  readonly #tools: HistoryTools;
  readonly #seen = new Map<string, number>();
  readonly #found = new Map<string, Map<number, WeightsAtStep>>();

  constructor(tools: HistoryTools) {
    this.#tools = tools;
  }

  /** What is known of a run by now. */
  seriesOf(key: string): readonly Series[] {
    return weightSeries([...this.#found.get(key)?.values() ?? []]);
  }

  /** Looks at the checkpoints of a run that are new or were written anew. Returns whether that told anything. */
  async look(key: string, checkpoints: readonly RunCheckpoint[], normalisation: UtilisationNormalisation): Promise<boolean> {
    let told = false;
    for (const checkpoint of checkpoints) told = (await this.#lookAt(key, checkpoint, normalisation)) || told;
    return told;
  }

  async #lookAt(key: string, { path, step }: RunCheckpoint, normalisation: UtilisationNormalisation): Promise<boolean> {
    const { files, cache } = this.#tools;
    const opened = await this.#openIfNew(path);
    if (!opened || !isCheap(await matricesOf(opened, files))) return false;
    const at = step ?? opened.step;
    if (at === null) return false;
    const spectra = await weightSpectraOf(path, { files, cache, pool: this.#tools.pool(), normalisation }, {});
    if ('error' in spectra || spectra.layers.length === 0) return false;
    const own = this.#found.get(key) ?? new Map<number, WeightsAtStep>();
    this.#found.set(key, own.set(at, { step: at, layers: spectra.layers.map(({ eigenvalues, ...layer }) => layer) }));
    return true;
  }

  /** Undefined for one that was seen as it is, and for one that cannot be read: until it changes, for it may still be on its way to the disk. */
  async #openIfNew(path: string) {
    const state = await this.#stateOf(path);
    if (this.#seen.get(path) === state) return undefined;
    this.#seen.set(path, state);
    const opened = await openCheckpointAt(path, this.#tools.files);
    return 'error' in opened ? undefined : opened;
  }

  /** Time of the last change of a file; of a folder, of the files in it together. */
  async #stateOf(path: string): Promise<number> {
    const { files } = this.#tools;
    const kind = await files.kindOf(path);
    const paths = kind === 'folder' ? (await files.list(path)).filter((entry) => entry.kind === 'file').map(({ name }) => `${path}/${name}`) : [path];
    const stats = await Promise.all(paths.map((file) => files.source(file).stat()));
    return stats.reduce((sum, stat) => sum + (stat?.modified ?? 0) + (stat?.size ?? 0), paths.length);
  }
}

/** Multiplications for the Gram products of a checkpoint; a core does some thousand million in a second. */
const cheapest = 2e10;

function isCheap(matrices: readonly WeightMatrix[]): boolean {
  return matrices.reduce((sum, { parts, width, shape }) => sum + (parts.kind === 'product' ? 0 : width * shape.reduce((product, side) => product * side, 1)), 0) <= cheapest;
}
