import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import type { Source, SourceStat } from '../model/source';
import type { Files, FolderEntry } from './files';

/** The local disk. The one place of the engine that knows Node's file system. */
export const nodeFiles: Files = {
  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(noneWhenUnreadable);
    const resolved = await Promise.all(entries.map((entry) => resolveEntry(folder, entry)));
    return resolved.filter((entry) => entry !== undefined);
  },
  source: (path) => new NodeSource(path),
  async kindOf(path) {
    const found = await stat(path).catch(undefinedWhenGone);
    if (!found) return undefined;
    return found.isDirectory() ? 'folder' : 'file';
  },
};

/** The same for threads that have nothing to do while they wait: several times faster for small files. */
export const blockingFiles: Files = { ...nodeFiles, source: (path) => new BlockingSource(path) };

class NodeSource implements Source {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async stat(): Promise<SourceStat | undefined> {
    const found = await stat(this.path).catch(undefinedWhenGone);
    return found && { size: found.size, modified: found.mtimeMs, born: found.birthtimeMs || undefined, identity: `${found.dev}:${found.ino}` };
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const file = await open(this.path, readOnly).catch(undefinedWhenGone);
    if (!file) return new Uint8Array(0);
    try {
      const size = (await file.stat()).size;
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - offset)));
      const filled = await fill(file, buffer, offset);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, filled);
    } finally {
      await file.close();
    }
  }
}

class BlockingSource extends NodeSource {
  override read(offset: number, length: number): Promise<Uint8Array> {
    const file = openOrNone(this.path);
    if (file === undefined) return Promise.resolve(new Uint8Array(0));
    try {
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, fstatSync(file).size - offset)));
      const filled = readSync(file, buffer, 0, buffer.length, offset);
      return Promise.resolve(new Uint8Array(buffer.buffer, buffer.byteOffset, filled));
    } finally {
      closeSync(file);
    }
  }
}

/** A pipe in a log folder would block a plain open for ever. */
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function openOrNone(path: string): number | undefined {
  try {
    return openSync(path, readOnly);
  } catch (error) {
    return undefinedWhenGone(error as NodeJS.ErrnoException);
  }
}

async function fill(file: Awaited<ReturnType<typeof open>>, buffer: Buffer, offset: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** A linked file is read like any other; a linked folder is left out, for it would be found twice or for ever. */
async function resolveEntry(folder: string, entry: Dirent): Promise<FolderEntry | undefined> {
  if (entry.isFile()) return { name: entry.name, kind: 'file' };
  if (entry.isDirectory()) return { name: entry.name, kind: 'folder' };
  if (!entry.isSymbolicLink()) return undefined;
  const target = await stat(`${folder}/${entry.name}`).catch(undefinedWhenGone);
  return target?.isFile() ? { name: entry.name, kind: 'file' } : undefined;
}

const survivable = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'EBUSY', 'ESTALE', 'EIO', 'ENXIO', 'ENAMETOOLONG']);

function undefinedWhenGone(error: NodeJS.ErrnoException): undefined {
  if (!survivable.has(error.code ?? '')) throw error;
  return undefined;
}

function noneWhenUnreadable(error: NodeJS.ErrnoException): Dirent[] {
  undefinedWhenGone(error);
  return [];
}
