import { baseName, folderOf } from '../model/source';

/** Folder of the run to which a file in a folder of events belongs: Keras and torch make folders inside it. */
export function runOfEvents(path: string): string {
  let folder = folderOf(path);
  if (hparamsFolder.test(baseName(folder))) folder = folderOf(folder);
  return splitFolder.test(baseName(folder)) ? folderOf(folder) : folder;
}

/** Folder of the run whose checkpoint holds a file. */
export function runOfCheckpoint(path: string): string {
  const folder = folderOf(path);
  return checkpointFolder.test(baseName(folder)) ? folderOf(folder) : folder;
}

const splitFolder = /^(?:train|training|learn|validation|valid|val|eval|test)$/;
/** torch's add_hparams writes into a folder named by the time. */
const hparamsFolder = /^\d{10}\.\d+$/;
const checkpointFolder = /^checkpoint-\d+$/;
