import { baseName, folderOf } from '../model/source';
import type { FoundLog } from './discovery';

/** The files of one run, by format, each list in the order in which the files continue each other. */
export interface RunGroup {
  /** Path of the run's folder, or of its only file. */
  readonly key: string;
  readonly parts: readonly RunPart[];
}

export interface RunPart {
  readonly formatId: string;
  /** Name of the folder that tells training from evaluation (Keras writes `train/` and `validation/`); else empty. */
  readonly split: string;
  readonly logs: readonly FoundLog[];
}

/**
 * Which files are one run. A folder that a framework makes per run is one run whatever is in it; other logs are a run
 * each, unless files of different formats lie alone beside each other under names that frameworks give.
 */
export function groupLogs(logs: readonly FoundLog[]): readonly RunGroup[] {
  const folders = new Set(logs.filter(ownsFolder).map(homeOf));
  const byKey = new Map<string, FoundLog[]>();
  for (const log of logs) push(byKey, keyOf(log, logs, folders), log);
  return [...byKey].map(([key, members]) => ({ key, parts: partsOf(members) }));
}

const splitFolder = /^(?:train|training|validation|valid|val|eval|test)$/;
const hparamsFolder = /^\d{10}\.\d+$/;
const loggerFolder = /^(?:runs|logs?|tb|tb_logs|tblogs|tensorboard|events|vis_data|tb_events)$/i;
const checkpointFolder = /^(?:tmp-)?checkpoint-\d+$/;
/** Hugging Face writes events to `<output>/runs/<MonDD_HH-MM-SS_host>`. */
const datedFolder = /^[A-Z][a-z]{2}\d{2}_\d{2}-\d{2}-\d{2}/;
const usualNames = /^(?:(?:train(?:er|ing)?|main|metrics?|results?|history|output|console|stdout|stderr|nohup|debug|log|run|scalars|progress)(?:[_-]?(?:log|history|metrics|results|state|rank0|main))?|slurm-\d+|logs-rank0)\.\w+$/i;

/** Formats of which a folder holds one run. */
function ownsFolder(log: FoundLog): boolean {
  return log.format.id === 'tensorboard' || log.format.id === 'trainer-state' || log.format.id === 'llama-factory';
}

/** The folder that stands for the run of such a log. */
function homeOf({ path, format }: FoundLog): string {
  let folder = folderOf(path);
  if (format.id === 'trainer-state' && checkpointFolder.test(baseName(folder))) return folderOf(folder);
  if (format.id !== 'tensorboard') return folder;
  if (hparamsFolder.test(baseName(folder))) folder = folderOf(folder);
  if (splitFolder.test(baseName(folder))) folder = folderOf(folder);
  return folder;
}

function keyOf(log: FoundLog, logs: readonly FoundLog[], folders: ReadonlySet<string>): string {
  if (ownsFolder(log)) return outermost(homeOf(log), folders, logs);
  const folder = folderOf(log.path);
  if (folders.has(folder)) return isAlone(log, logs) ? outermost(folder, folders, logs) : log.path;
  const outer = outermost(folder, folders, logs);
  if (outer !== folder && isAlone(log, logs)) return outer;
  return belongTogether(log, logs) ? folder : log.path;
}

/** Events under `<output>/runs/<date>` or `<run>/tensorboard` belong to the run whose folder holds them. */
function outermost(folder: string, folders: ReadonlySet<string>, logs: readonly FoundLog[]): string {
  const parent = folderOf(folder);
  const grandparent = folderOf(parent);
  if (loggerFolder.test(baseName(folder)) && holdsOneRun(parent, folders, logs)) return parent;
  if (datedFolder.test(baseName(folder)) && loggerFolder.test(baseName(parent)) && holdsOneRun(grandparent, folders, logs)) return grandparent;
  return folder;
}

function holdsOneRun(folder: string, folders: ReadonlySet<string>, logs: readonly FoundLog[]): boolean {
  if (folders.has(folder)) return true;
  const direct = logs.filter(({ path }) => folderOf(path) === folder);
  return direct.length === 1 && usualNames.test(baseName(direct[0].path));
}

function isAlone(log: FoundLog, logs: readonly FoundLog[]): boolean {
  const folder = folderOf(log.path);
  return logs.filter(({ path, format }) => format.id === log.format.id && folderOf(path) === folder).length === 1;
}

/** Logs of different formats that lie beside each other, one of each, under usual names or one stem. */
function belongTogether(log: FoundLog, logs: readonly FoundLog[]): boolean {
  const folder = folderOf(log.path);
  const beside = logs.filter(({ path }) => folderOf(path) === folder);
  if (beside.length < 2 || new Set(beside.map(({ format }) => format.id)).size !== beside.length) return false;
  const stems = new Set(beside.map(({ path }) => baseName(path).replace(/\.[^.]*$/, '')));
  return stems.size === 1 || beside.every(({ path }) => usualNames.test(baseName(path)));
}

function partsOf(members: readonly FoundLog[]): readonly RunPart[] {
  const byPart = new Map<string, FoundLog[]>();
  for (const log of members) push(byPart, `${log.format.id}\u0000${splitOf(log)}`, log);
  return [...byPart].map(([key, logs]) => {
    const [formatId, split] = key.split('\u0000');
    return { formatId, split, logs: logs[0].format.wholeHistory ? newest(logs) : logs };
  });
}

function splitOf({ path, format }: FoundLog): string {
  const folder = baseName(folderOf(path));
  return format.id === 'tensorboard' && splitFolder.test(folder) ? folder : '';
}

/** Of files that each hold the whole history, the one that a save at the end wrote, or the latest checkpoint's. */
function newest(logs: readonly FoundLog[]): readonly FoundLog[] {
  return [logs.reduce((best, log) => (ageOf(log) > ageOf(best) ? log : best))];
}

function ageOf({ path }: FoundLog): number {
  const step = /(?:^|\/)checkpoint-(\d+)\/[^/]*$/.exec(path);
  return step ? Number(step[1]) : Infinity;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
