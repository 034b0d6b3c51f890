import type { Source } from '../../model/source';
import { swapBytes } from './swapBytes';

/** A file of big-endian numbers of `width` bytes as little-endian ones; reads begin and end between numbers. */
export function swappedSource(source: Source, width: number): Source {
  return { path: source.path, stat: () => source.stat(), read: async (offset, length) => swapBytes(await source.read(offset, length), width) };
}
