import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { LayerSpectrum } from '../../model/spectrum';
import type { SpectraCache } from './spectraCache';

/** Spectra of past sessions in a folder of the editor's; without it, or when it cannot be written, all is worked out anew. */
export class DiskCache implements SpectraCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(key: string): Promise<readonly LayerSpectrum[] | undefined> {
    const bytes = await readFile(this.#file(key)).catch(() => undefined); // not worked out before
    if (!bytes) return undefined;
    try {
      const stored = deserialize(bytes) as { readonly version: number; readonly layers: readonly LayerSpectrum[] };
      return stored.version === version ? stored.layers : undefined;
    } catch { // written by a program that was cut off: as good as not there
      return undefined;
    }
  }

  async set(key: string, layers: readonly LayerSpectrum[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const file = this.#file(key);
    await writeFile(`${file}.new`, serialize({ version, layers }));
    await rename(`${file}.new`, file);
    await this.#forgetOldest();
  }

  async #forgetOldest(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(extension));
    if (names.length <= most) return;
    const aged = await Promise.all(names.map(async (name) => ({ name, used: (await stat(`${this.#folder}/${name}`)).mtimeMs })));
    aged.sort((a, b) => a.used - b.used);
    for (const { name } of aged.slice(0, names.length - most)) await rm(`${this.#folder}/${name}`, { force: true });
  }

  #file(key: string): string {
    return `${this.#folder}/${key}${extension}`;
  }
}

/** Raised when the same weights would give other figures. */
const version = 1;
const extension = '.spectra';
const most = 500;
