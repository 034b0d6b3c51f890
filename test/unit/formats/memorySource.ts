import type { Source } from '../../../src/model/source';

/** A file in memory whose bytes may be replaced while it is read. */
export interface MemorySource extends Source {
  bytes: Uint8Array;
  modified: number;
}

export function memorySource(content: Uint8Array | string, path = '/runs/a/file'): MemorySource {
  return {
    path,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    modified: 1,
    stat() {
      return Promise.resolve({ size: this.bytes.length, modified: this.modified, identity: '1' });
    },
    read(offset, length) {
      return Promise.resolve(this.bytes.slice(offset, offset + length));
    },
  };
}
