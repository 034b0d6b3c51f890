import type { Source } from '../../model/source';

/** Bytes in memory as a file. */
export function bytesSource(path: string, bytes: Uint8Array): Source {
  return {
    path,
    stat: () => Promise.resolve({ size: bytes.length, modified: 0, identity: path }),
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
