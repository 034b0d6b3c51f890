import type { Files } from '../files';
import type { OptimizerEnergy } from './optimizerEnergy';

type Read = OptimizerEnergy | { readonly error: string };

/** What was read of the optimizers of the last checkpoints, for as long as their files do not change. */
export class EnergyCache {
  readonly #files: Files;
  readonly #known = new Map<string, { readonly state: string; readonly energy: Read }>();

  constructor(files: Files) {
    this.#files = files;
  }

  async of(path: string, read: () => Promise<Read>): Promise<Read> {
    const state = await this.#stateOf(path);
    const known = this.#known.get(path);
    if (known?.state === state) return known.energy;
    const energy = await read();
    this.#known.delete(path);
    this.#known.set(path, { state, energy });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most) this.#known.delete(oldest);
    return energy;
  }

  /** Sizes and times of a file, or of the files in a folder. */
  async #stateOf(path: string): Promise<string> {
    const isFolder = await this.#files.kindOf(path) === 'folder';
    const paths = isFolder ? (await this.#files.list(path)).filter(({ kind }) => kind === 'file').map(({ name }) => `${path}/${name}`) : [path];
    const stats = await Promise.all(paths.sort().map(async (one) => [one, await this.#files.source(one).stat()] as const));
    return JSON.stringify(stats.map(([one, stat]) => [one, stat?.size, stat?.modified]));
  }
}

const most = 4;
