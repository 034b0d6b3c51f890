import { baseName, folderOf } from '../model/source';
import type { FoundLog } from './discovery';

/** The files of one run, in parts whose files continue each other. */
export interface RunGroup {
  /** Path of the run's folder, or of its only file. */
  readonly key: string;
  readonly parts: readonly RunPart[];
}

export interface RunPart {
  /** Format and, but for formats of which only the newest file counts, folder. */
  readonly id: string;
  readonly logs: readonly FoundLog[];
}

/**
 * Which files are one run. A folder that a framework makes per run is one run whatever is in it; other logs are a run
 * each, unless files of different formats lie alone beside each other under names that frameworks give.
 */
export function groupLogs(logs: readonly FoundLog[]): readonly RunGroup[] {
  const layout = layoutOf(logs);
  const byKey = new Map<string, FoundLog[]>();
  for (const log of logs) push(byKey, keyOf(log, layout), log);
  return [...byKey].map(([key, members]) => ({ key, parts: partsOf(members) }));
}

interface Layout {
  readonly byFolder: ReadonlyMap<string, readonly FoundLog[]>;
  /** Folders that stand for a run by the layout of a framework. */
  readonly homes: ReadonlySet<string>;
  /** The same, after folders that only hold the events of the run above them were joined with it. */
  readonly keys: ReadonlySet<string>;
}

const loggerFolder = /^(?:runs|logs?|tb|tb_logs|tblogs|tensorboard|events|vis_data|tb_events)$/i;
/** Hugging Face writes events to `<output>/runs/<MonDD_HH-MM-SS_host>`. */
const datedFolder = /^[A-Z][a-z]{2}\d{2}_\d{2}-\d{2}-\d{2}/;
const usualNames = /^(?:(?:train(?:er|ing)?|main|metrics?|results?|history|output|console|stdout|stderr|nohup|debug|log|run|scalars|progress)(?:[_-]?(?:log|history|metrics|results|state|rank0|main))?|slurm-\d+|logs-rank0)\.\w+$/i;

function layoutOf(logs: readonly FoundLog[]): Layout {
  const byFolder = new Map<string, FoundLog[]>();
  const homes = new Set<string>();
  for (const log of logs) {
    push(byFolder, folderOf(log.path), log);
    const home = log.format.home?.(log.path);
    if (home !== undefined) homes.add(home);
  }
  const keys = new Set([...homes].map((home) => outermost(home, { byFolder, homes })));
  return { byFolder, homes, keys };
}

function keyOf(log: FoundLog, layout: Layout): string {
  const home = log.format.home?.(log.path);
  if (home !== undefined) return outermost(home, layout);
  const folder = folderOf(log.path);
  const beside = layout.byFolder.get(folder) ?? [];
  if (!isAlone(log, beside)) return log.path;
  if (layout.keys.has(folder)) return folder;
  const above = folderOf(folder);
  if (loggerFolder.test(baseName(folder)) && layout.keys.has(above) && usualNames.test(baseName(log.path))) return above;
  return belongTogether(beside) ? folder : log.path;
}

/** Events under `<output>/runs/<date>` or `<run>/tensorboard` belong to the run whose folder holds them. */
function outermost(folder: string, layout: Omit<Layout, 'keys'>): string {
  const parent = folderOf(folder);
  if (loggerFolder.test(baseName(folder)) && holdsOneRun(parent, layout)) return parent;
  const dated = datedFolder.test(baseName(folder)) && loggerFolder.test(baseName(parent));
  return dated && holdsOneRun(folderOf(parent), layout) ? folderOf(parent) : folder;
}

function holdsOneRun(folder: string, { byFolder, homes }: Omit<Layout, 'keys'>): boolean {
  if (homes.has(folder)) return true;
  const direct = byFolder.get(folder) ?? [];
  return direct.length === 1 && usualNames.test(baseName(direct[0].path));
}

function isAlone(log: FoundLog, beside: readonly FoundLog[]): boolean {
  return beside.filter(({ format }) => format.id === log.format.id).length === 1;
}

/** Logs of different formats that lie beside each other, one of each, under usual names or one stem. */
function belongTogether(beside: readonly FoundLog[]): boolean {
  if (beside.length < 2 || new Set(beside.map(({ format }) => format.id)).size !== beside.length) return false;
  const stems = new Set(beside.map(({ path }) => baseName(path).replace(/\.[^.]*$/, '')));
  return stems.size === 1 || beside.every(({ path }) => usualNames.test(baseName(path)));
}

function partsOf(members: readonly FoundLog[]): readonly RunPart[] {
  const byPart = new Map<string, FoundLog[]>();
  for (const log of members) push(byPart, log.format.wholeHistory ? log.format.id : `${log.format.id}:${folderOf(log.path)}`, log);
  return [...byPart].map(([id, logs]) => ({ id, logs: logs[0].format.wholeHistory ? newest(logs) : logs }));
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
