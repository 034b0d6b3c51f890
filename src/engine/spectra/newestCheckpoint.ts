import { checkpointsByFolder } from '../checkpointsByFolder';
import { asEnsemble } from '../ensemble';
import type { Files } from '../files';

/** The latest checkpoint of those that a folder holds by step (`checkpoint-500`, `step-100.ckpt`); undefined where it holds none, or members of an ensemble. */
export async function newestCheckpoint(folder: string, files: Files): Promise<string | undefined> {
  if ((await files.kindOf(folder)) !== 'folder') return undefined;
  const entries = await files.list(folder);
  const named = entries.filter(({ name, kind }) => (kind === 'folder' ? /\d/.test(name) : /\.(?:ckpt|pt|pth|safetensors)$/i.test(name)));
  const own = checkpointsByFolder(named.map(({ name }) => `${folder}/${name}`)).get(folder) ?? [];
  return asEnsemble(own).filter(({ step }) => step !== null).at(-1)?.path;
}
