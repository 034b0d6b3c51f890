/**
 * A file as readers see it: something with a size whose bytes can be asked for. Local files, files of a virtual
 * workspace and entries of an archive look alike.
 */
export interface Source {
  /** Stable while the file keeps its place; also what is shown. Segments are separated by '/'. */
  readonly path: string;
  /** Undefined when the file is gone, which is normal (old checkpoints are deleted). */
  stat(): Promise<SourceStat | undefined>;
  /** At most `length` bytes from `offset`; fewer at the end of the file, none when the file is gone. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface SourceStat {
  readonly size: number;
  /** Last modification, milliseconds since 1970. */
  readonly modified: number;
  /** When the file came into being, milliseconds since 1970; absent where the file system does not tell. */
  readonly born?: number;
  /** Changes when another file takes the same place (device and inode); empty where unknown. */
  readonly identity: string;
}

/** Last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything before the last segment, without its '/'. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
