/** An entry of an archive as the central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Where its local header begins in the file. */
  readonly offset: number;
  readonly compressedSize: number;
  readonly size: number;
}

/** The entries of an archive by name; of equal names the last stands, as everywhere. */
export interface ZipDirectory {
  readonly entries: ReadonlyMap<string, ZipEntry>;
}
