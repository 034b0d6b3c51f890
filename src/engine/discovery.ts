import { formats } from '../formats/registry';
import type { Format } from '../formats/format';
import { isConfigPath } from '../formats/configs/readConfig';
import type { SourceStat } from '../model/source';
import { baseName } from '../model/source';
import { eachAtOnce } from './eachAtOnce';
import type { Files } from './files';
import type { LogReader } from './logReader';
import { readHere } from './logReader';

/** A file that a format has recognised as its own. */
export interface FoundLog {
  readonly path: string;
  readonly format: Format;
}

export interface Discovered {
  readonly logs: readonly FoundLog[];
  readonly configs: readonly string[];
  /** Paths of checkpoint folders and files, for the tree. */
  readonly checkpoints: readonly string[];
  /** Files that may hold a table: of models, of runs, of measurements. */
  readonly tables: readonly string[];
}

/**
 * Looks through folders for logs, configurations and checkpoints, whatever the editor hides, but never inside
 * version control, packages or virtual environments. What was seen unchanged before is not opened again.
 */
export class Discovery {
  readonly #files: Files;
  readonly #seen = new Map<string, { readonly stat: SourceStat; readonly format: Format | undefined }>();
  #reader = readHere;
  #formats = formats;

  constructor(files: Files) {
    this.#files = files;
  }

  /** Who opens files, and which formats there are beside the built-in ones: the pattern that the person pinned. */
  readWith(reader: LogReader, extra: readonly Format[]): void {
    this.#reader = reader;
    this.#formats = [...extra, ...formats];
    this.#seen.clear();
  }

  async scan(roots: readonly string[], excluded: readonly string[]): Promise<Discovered> {
    const found = { logs: [] as FoundLog[], configs: [] as string[], checkpoints: [] as string[], tables: [] as string[] };
    for (const root of roots) await this.#visit(root, excludedPaths(root, excluded), found);
    found.logs.sort((a, b) => (a.path < b.path ? -1 : 1));
    found.configs.sort();
    found.checkpoints.sort();
    found.tables.sort();
    return found;
  }

  async #visit(root: string, excluded: ReadonlySet<string>, found: Found): Promise<void> {
    const kind = await this.#files.kindOf(root);
    if (kind === 'file') {
      await this.#consider(root, found);
      await this.#considerConfigsBeside(root, found);
      return;
    }
    // Most folders hold one log: a level at a time keeps the disk busy.
    for (let level = kind === 'folder' ? [root] : []; level.length > 0;) {
      const [files, deeper]: [string[], string[]] = [[], []];
      await eachAtOnce(level, foldersAtOnce, async (folder) => this.#list(folder, excluded, found, files, deeper));
      await eachAtOnce(files, filesAtOnce, (path) => this.#consider(path, found));
      level = deeper;
    }
  }

  async #list(folder: string, excluded: ReadonlySet<string>, found: Found, files: string[], deeper: string[]): Promise<void> {
    const entries = await this.#files.list(folder);
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) return;
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    for (const { name, kind } of entries) {
      if (kind === 'file') files.push(prefix + name);
      else if (!skippedFolders.has(name) && !excluded.has(prefix + name)) {
        if (checkpointFolder.test(name)) found.checkpoints.push(prefix + name);
        deeper.push(prefix + name);
      }
    }
  }

  /** A log named by itself still has the plan that stands beside it. */
  async #considerConfigsBeside(path: string, found: Found): Promise<void> {
    const folder = path.slice(0, path.lastIndexOf('/'));
    for (const { name, kind } of await this.#files.list(folder)) {
      if (kind === 'file' && isConfigPath(`${folder}/${name}`)) found.configs.push(`${folder}/${name}`);
    }
  }

  async #consider(path: string, found: Found): Promise<void> {
    const name = baseName(path);
    if (checkpointFile.test(name)) found.checkpoints.push(path);
    if (isConfigPath(path)) found.configs.push(path);
    if (tableFile.test(name) && !name.startsWith('._')) found.tables.push(path);
    if (!mayBeLog(name)) return;
    const format = await this.#recognise(path);
    if (format) found.logs.push({ path, format });
  }

  async #recognise(path: string): Promise<Format | undefined> {
    const source = this.#files.source(path);
    const stat = await source.stat();
    if (!stat || stat.size === 0) return undefined;
    const seen = this.#seen.get(path);
    if (seen?.format && seen.stat.identity === stat.identity && stat.size >= seen.stat.size) return seen.format;
    if (seen && seen.stat.size === stat.size && seen.stat.modified === stat.modified) return seen.format;
    const format = await this.#reader.recognise(source, this.#formats);
    this.#seen.set(path, { stat, format });
    return format;
  }
}

type Found = { logs: FoundLog[]; configs: string[]; checkpoints: string[]; tables: string[] };

const foldersAtOnce = 16;
const filesAtOnce = 32;
const skippedFolders = new Set([
  'node_modules', '.git', '.hg', '.svn', '__pycache__', '.venv', 'venv', 'site-packages', '.tox', '.nox', '.mypy_cache',
  '.pytest_cache', '.ipynb_checkpoints', '.vscode-test', '.trash', '.cache',
]);
const logExtension = /\.(?:jsonl?|ndjson|csv|tsv|txt|log|out|err|md)$/i;
/** Console output without an extension, rotated, or as schedulers name it. */
const bareLog = /^(?:[^.]*[-_])?(?:logs?|training|stdout|stderr|console|nohup|slurm)(?:[-_][^.]*)?(?:\.\d+)?$|\.(?:stdout|stderr|output|console|[oe]\d+|log\.\d+)$/i;
const checkpointFolder = /^(?:checkpoint[-_]\d+|global_step\d+|step[-_]?\d+|iter_\d+)$/;
const checkpointFile = /\.(?:ckpt|pt|pth|safetensors|gguf|npz|keras|h5)$/i;
const tableFile = /\.(?:[ct]sv|jsonl?)$/i;

function mayBeLog(name: string): boolean {
  if (name.startsWith('._')) return false;
  return logExtension.test(name) || bareLog.test(name) || name.includes('tfevents');
}

function excludedPaths(root: string, excluded: readonly string[]): ReadonlySet<string> {
  return new Set(excluded.map((folder) => `${root}/${folder.replace(/^\/+|\/+$/g, '')}`));
}
