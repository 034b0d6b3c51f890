import type { RunCheckpoint } from '../model/run';
import { folderOf } from '../model/source';
import type { RunGroup } from './groupLogs';

/** Checkpoints with a step of their own that make a run of a folder without any log. */
const fewest = 2;

/**
 * Folders that are a run although nothing in them is a log: several steps were saved there. A log below, or a run whose folder lies above,
 * already speaks for the checkpoints.
 */
export function checkpointRuns(checkpoints: ReadonlyMap<string, readonly RunCheckpoint[]>, groups: readonly RunGroup[]): readonly RunGroup[] {
  const withLogs = new Set(groups.flatMap(({ parts }) => parts.flatMap(({ logs }) => logs.flatMap(({ path }) => foldersAbove(path)))));
  const homes = [...checkpoints].filter(([, own]) => own.filter(({ step }) => step !== null).length >= fewest).map(([home]) => home);
  const taken = new Set([...groups.map(({ key }) => key), ...homes]);
  return homes
    .filter((home) => !withLogs.has(home) && !groups.some(({ key }) => key === home) && !foldersAbove(home).some((folder) => taken.has(folder)))
    .map((home) => ({ key: home, parts: [] }));
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== (folders.at(-1) ?? path); folder = folderOf(folder)) folders.push(folder);
  return folders;
}
