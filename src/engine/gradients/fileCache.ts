import type { Files } from '../files';

/** What was worked out about the last few files or folders, for as long as these do not change. */
export class FileCache<T extends object> {
  readonly #files: Files;
  readonly #known = new Map<string, { readonly state: string; readonly result: T }>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** The known result, else that of the work; one that is a failure is not kept. */
  async of(path: string, work: () => Promise<T>): Promise<T> {
    const state = await this.#stateOf(path);
    const known = this.#known.get(path);
    if (known?.state === state) return known.result;
    const result = await work();
    this.#known.delete(path);
    if (!('error' in result)) this.#known.set(path, { state, result });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most) this.#known.delete(oldest);
    return result;
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
