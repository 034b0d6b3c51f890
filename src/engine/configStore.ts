import { readConfig } from '../formats/configs/readConfig';
import type { Config } from '../model/config';
import { baseName, folderOf } from '../model/source';
import type { Files } from './files';
import { readText } from './files';

/** The configurations in the workspace, read again when they change, and which runs they belong to. */
export class ConfigStore {
  readonly #files: Files;
  readonly #known = new Map<string, { readonly modified: number; readonly config: Config | undefined }>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Reads what changed. Returns whether anything did. */
  async update(paths: readonly string[]): Promise<boolean> {
    const present = new Set(paths);
    let changed = false;
    for (const path of this.#known.keys()) if (!present.has(path)) changed = this.#known.delete(path) || changed;
    for (const path of paths) changed = (await this.#updateOne(path)) || changed;
    return changed;
  }

  get all(): readonly Config[] {
    return [...this.#known.values()].flatMap(({ config }) => (config ? [config] : []));
  }

  /**
   * The configurations of a run, nearest first: those inside its folder, those that name it as their output, and
   * those in the folders above, up to the workspace folder, where no other run lies nearer to them.
   */
  of(key: string, isFile: boolean, root: string): readonly Config[] {
    const home = isFile ? folderOf(key) : key;
    const ranked = this.all.map((config) => ({ config, distance: distanceOf(config, home, root) }));
    return ranked.filter(({ distance }) => distance < Infinity).sort((a, b) => a.distance - b.distance).map(({ config }) => config);
  }

  async #updateOne(path: string): Promise<boolean> {
    const source = this.#files.source(path);
    const stat = await source.stat();
    if (!stat) return this.#known.delete(path);
    const known = this.#known.get(path);
    if (known?.modified === stat.modified) return false;
    const text = await readText(source, largestConfig);
    this.#known.set(path, { modified: stat.modified, config: text === undefined ? undefined : readConfig(path, text) });
    return true;
  }
}

const largestConfig = 1 << 20;
const foldersInside = 3;
const foldersAbove = 3;

function distanceOf(config: Config, home: string, root: string): number {
  const folder = folderOf(config.path);
  if (config.outputFolder !== undefined && namesFolder(config.outputFolder, home)) return 0;
  if (folder === home || folder.startsWith(`${home}/`)) return insideDistance(folder, home);
  // A configuration that writes elsewhere is about another run.
  if (config.outputFolder !== undefined) return Infinity;
  const above = depthBetween(folder, home);
  const withinRoot = folder === root || folder.startsWith(`${root}/`);
  return withinRoot && above <= foldersAbove && isShared(config) ? foldersInside + above : Infinity;
}

function insideDistance(folder: string, home: string): number {
  const depth = depthBetween(home, folder);
  return depth <= foldersInside ? depth : Infinity;
}

/** Folders from `outer` down to `inner`, Infinity when it does not lie inside. */
function depthBetween(outer: string, inner: string): number {
  if (inner === outer) return 0;
  return inner.startsWith(`${outer}/`) ? inner.slice(outer.length + 1).split('/').length : Infinity;
}

function namesFolder(named: string, home: string): boolean {
  const tail = named.replace(/^\.?\/+|\/+$/g, '').replace(/\\/g, '/');
  return tail !== '' && (home === tail || home.endsWith(`/${tail}`));
}

/** Descriptions of one run's files are not shared by the folders below. */
function isShared(config: Config): boolean {
  return config.kind !== 'hf-model' && config.kind !== 'peft-adapter' && baseName(config.path) !== 'hparams.yaml';
}
