import type { KnownModel } from '../../analyzers/blueprint/modelMismatch';
import { holdsIntegers } from '../../formats/checkpoints/architectures/roleOf';
import { placeTensors } from '../../formats/checkpoints/place';
import { sizeOf } from '../../formats/checkpoints/strided';
import { isTrained } from '../../formats/checkpoints/summary';
import type { ConfigValues } from '../../model/adaptation';
import type { Run } from '../../model/run';
import { baseName, folderOf } from '../../model/source';
import type { Files } from '../files';
import { moduleOf } from '../gradients/moduleName';
import { openCheckpointAt } from '../spectra/openCheckpointAt';

/**
 * The modules of the model that a configuration trains: of the weights in the folder that it names, else of a checkpoint of a run that uses
 * it. Undefined where neither is there. Only headers are read.
 */
export async function knownModel(path: string, values: ConfigValues, runs: readonly Run[], files: Files): Promise<KnownModel | undefined> {
  const named = ['base_model', 'model_name_or_path', 'base_model_name_or_path'].map((key) => values[key]).find((value) => typeof value === 'string');
  for (const folder of typeof named === 'string' ? placesOf(named, path) : []) {
    const model = await files.kindOf(folder) === 'folder' ? await modelAt(folder, files) : undefined;
    if (model) return model;
  }
  for (const { checkpointFiles } of runs) {
    const last = checkpointFiles[checkpointFiles.length - 1];
    const model = last && await modelAt(last.path, files);
    if (model) return model;
  }
  return undefined;
}

/** A relative name counts from wherever training is started: some folder at or above the configuration. Names of other machines are not followed. */
function placesOf(name: string, path: string): readonly string[] {
  const plain = name.replace(/\\/g, '/').replace(/\/+$/, '');
  if (plain.startsWith('//') || plain.length > longestName) return [];
  if (/^(?:\/|[A-Za-z]:\/)/.test(plain)) return [plain];
  const places: string[] = [];
  for (let folder = folderOf(path), i = 0; i < foldersAbove && folder !== ''; folder = folderOf(folder), i++) places.push(`${folder}/${plain.replace(/^\.\//, '')}`);
  return places;
}

const foldersAbove = 4;
const longestName = 400;

/** Undefined where there are no weights, or only those of an adapter. */
async function modelAt(path: string, files: Files): Promise<KnownModel | undefined> {
  const opened = await openCheckpointAt(path, files);
  if ('error' in opened) return undefined;
  const tensors = placeTensors(opened.tensors, opened.metadata);
  if (tensors.length === 0 || tensors.some(({ role }) => role.startsWith('adapter.'))) return undefined;
  const packed = tensors.some(({ type }) => holdsIntegers(type));
  const modules = new Map<string, number | null>();
  for (const { name, shape } of packed ? tensors : tensors.filter(isTrained)) modules.set(moduleOf(name), packed ? null : (modules.get(moduleOf(name)) ?? 0) + sizeOf(shape));
  return { modules, from: baseName(path) };
}
