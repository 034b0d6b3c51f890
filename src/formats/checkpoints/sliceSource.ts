import type { Source } from '../../model/source';

/** A stretch of a file as a file of its own: a stored entry of an archive, a checkpoint inside another file. */
export function sliceSource(source: Source, offset: number, length: number, name: string): Source {
  return {
    path: `${source.path}/${name}`,
    async stat() {
      const stat = await source.stat();
      return stat && { ...stat, size: Math.max(0, Math.min(length, stat.size - offset)), identity: `${stat.identity}:${offset}` };
    },
    async read(from, count) {
      const inside = Math.min(count, length - from);
      return inside > 0 ? source.read(offset + from, inside) : new Uint8Array(0);
    },
  };
}
