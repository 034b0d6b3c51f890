import type { Folder } from '../../formats/checkpoints/checkpointFormat';
import type { Files } from '../files';

/** A folder of the disk as readers of checkpoints see it: nothing outside of it can be named. */
export function checkpointFolder(files: Files, path: string): Folder {
  return {
    path,
    list: async () => (await files.list(path)).filter(({ kind }) => kind === 'file').map(({ name }) => name),
    source: (name) => files.source(`${path}/${inside(name)}`),
  };
}

/** A name from a file is not trusted: what leads out of the folder becomes a name that no file has. */
function inside(name: string): string {
  const parts = name.replace(/\\/g, '/').split('/');
  const leaves = name.startsWith('/') || parts.some((part) => part === '..' || part.includes('\0') || /^[A-Za-z]:$/.test(part));
  return leaves ? '\u2400' : parts.join('/');
}
