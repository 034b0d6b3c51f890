import type { Source } from '../model/source';

/** The disk, or what stands for it. Paths use '/' whatever the platform. */
export interface Files {
  /** Entries of a folder; none when it cannot be listed. Links to folders are not followed: they lead to copies. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  source(path: string): Source;
  /** The folder or file that a path names, or undefined when there is none. */
  kindOf(path: string): Promise<'file' | 'folder' | undefined>;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Text of a small file, or undefined when it is gone or larger than `limit` bytes. */
export async function readText(source: Source, limit: number): Promise<string | undefined> {
  const stat = await source.stat();
  if (!stat || stat.size > limit) return undefined;
  return new TextDecoder().decode(await source.read(0, stat.size));
}
