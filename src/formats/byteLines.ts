import type { Source } from '../model/source';
import { decodeText } from './decodeText';
import type { LineCursor } from './lineReader';

/** The next lines of a file as bytes. */
export interface ByteLines {
  readonly bytes: Uint8Array;
  /** The lines are bytes[start, end); each ends with \n. */
  readonly start: number;
  readonly end: number;
  /** Unterminated line at the present end of the file; empty while there is more to read. */
  readonly rest: string;
  readonly more: boolean;
  /** The cursor behind them, given their number, or before the byte at `at` where reading stopped earlier. */
  cursor(lines: number, at?: number): LineCursor;
}

const chunkLength = 1 << 20;

/**
 * Reads on from a cursor of `readLines` without making strings. Undefined where that is not possible: in UTF-16, inside
 * of over-long lines, and where no line feed is in sight; `readLines` knows what to do there.
 */
export async function readByteLines(source: Source, from?: LineCursor): Promise<ByteLines | undefined> {
  if (from && (from.encoding !== 'utf-8' || from.insideLong)) return undefined;
  const offset = from?.offset ?? 0;
  const bytes = await source.read(offset, chunkLength);
  const end = bytes.lastIndexOf(lineFeed) + 1;
  const start = offset === 0 ? markLength(bytes) : from?.afterReturn && bytes[0] === lineFeed ? 1 : 0;
  if (start < 0 || end <= start) return undefined;
  const full = bytes.length === chunkLength;
  const rest = full ? '' : decodeText(bytes.subarray(end));
  return {
    bytes, start, end, rest,
    // Lines that end with \r alone are left to readLines.
    more: full || rest.includes('\r'),
    cursor: (lines, at = end) => ({ offset: offset + at, line: (from?.line ?? 0) + lines, encoding: 'utf-8', afterReturn: false, insideLong: false }),
  };
}

const lineFeed = 10;

/** Length of the byte-order mark; -1 for one of UTF-16. */
function markLength(bytes: Uint8Array): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? -1 : 0;
}
