import type { Source } from '../model/source';

/** Where reading of lines stopped: plain data that survives structuredClone. */
export interface LineCursor {
  /** Byte at which the next line starts, or at which an over-long line is read on. */
  readonly offset: number;
  /** Zero-based number of the line at `offset`. */
  readonly line: number;
  readonly encoding: LineEncoding;
  /** The byte before `offset` is a carriage return: a line feed that follows belongs to it. */
  readonly afterReturn: boolean;
  /** `offset` lies inside a line that is too long to be read. */
  readonly insideLong: boolean;
}

export type LineEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface LinesRead {
  /** Terminated lines without their terminators. They share the memory of the whole read: see `detached`. */
  readonly lines: string[];
  /** The bytes of `lines`, where each is in UTF-8 and ends with \n alone. */
  readonly bytes?: Uint8Array;
  /** Zero-based number of the first of `lines` within the file. */
  readonly firstLine: number;
  /** Unterminated line at the present end of the file; empty while there is more to read. */
  readonly rest: string;
  readonly cursor: LineCursor;
  /** Whether the file may hold more than this read returned. */
  readonly more: boolean;
  /** Lines that this read began to skip because they are too long. */
  readonly tooLong: number;
}

/** Bytes of one read, and of the longest line that is still read. */
export interface LineLimits {
  readonly chunk: number;
  readonly longest: number;
}

const usualLimits: LineLimits = { chunk: 1 << 20, longest: 16 << 20 };

/**
 * The next lines of a text file, about a megabyte at a time. Lines end with \n, \r\n or a lone \r (progress bars).
 * UTF-8 and UTF-16 with a byte-order mark are told apart; bytes that are not text become U+FFFD. Over-long lines are
 * passed over in bounded memory.
 */
export async function readLines(source: Source, cursor?: LineCursor, limits: LineLimits = usualLimits): Promise<LinesRead> {
  const from = cursor && cursor.offset > 0 ? cursor : await fileStart(source);
  const { bytes, full } = await nextBytes(source, from, limits);
  const skipped = from.afterReturn && isLineFeed(bytes, from.encoding) ? unitLength(from.encoding) : 0;
  const start = skipped > 0 ? { ...from, offset: from.offset + skipped, afterReturn: false } : from;
  const body = bytes.subarray(skipped);
  if (from.insideLong) return leaveLongLine(body, start, full);
  const end = endOfLastLine(body, from.encoding);
  if (end === 0 && full && skipped === 0) return leaveLongLine(body, { ...start, insideLong: true }, full, 1);
  return splitBody(body, end, start, full);
}

/** The bytes of lines in UTF-8, each with a line feed behind it. */
export function bytesOf({ lines, bytes }: Pick<LinesRead, 'lines' | 'bytes'>): Uint8Array {
  return bytes ?? new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}

async function fileStart(source: Source): Promise<LineCursor> {
  const mark = await source.read(0, 3);
  const start = { line: 0, afterReturn: false, insideLong: false };
  if (mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf) return { ...start, offset: 3, encoding: 'utf-8' };
  if (mark[0] === 0xff && mark[1] === 0xfe) return { ...start, offset: 2, encoding: 'utf-16le' };
  if (mark[0] === 0xfe && mark[1] === 0xff) return { ...start, offset: 2, encoding: 'utf-16be' };
  return { ...start, offset: 0, encoding: 'utf-8' };
}

/** One chunk, or as many as it takes to hold the end of a line. */
async function nextBytes(source: Source, from: LineCursor, limits: LineLimits): Promise<{ bytes: Uint8Array; full: boolean }> {
  for (let length = limits.chunk; ; length *= 2) {
    const wanted = Math.min(length, Math.max(limits.longest, limits.chunk));
    const read = await source.read(from.offset, wanted);
    const bytes = read.subarray(0, read.length - (read.length % unitLength(from.encoding)));
    const full = read.length >= wanted;
    if (!full || from.insideLong || wanted >= limits.longest || endOfLastLine(bytes, from.encoding) > 0) return { bytes, full };
  }
}

function splitBody(body: Uint8Array, end: number, start: LineCursor, full: boolean): LinesRead {
  const text = decode(body.subarray(0, end), start.encoding);
  const lines = end === 0 ? [] : splitLines(text);
  const afterReturn = end > 0 ? text.endsWith('\r') : start.afterReturn;
  return {
    lines,
    bytes: start.encoding === 'utf-8' && !text.includes('\r') ? body.subarray(0, end) : undefined,
    firstLine: start.line,
    rest: full ? '' : decode(body.subarray(end), start.encoding),
    cursor: { ...start, offset: start.offset + end, line: start.line + lines.length, afterReturn },
    more: full,
    tooLong: 0,
  };
}

/** Moves on inside an over-long line, to behind its end where that is in sight. */
function leaveLongLine(body: Uint8Array, start: LineCursor, full: boolean, tooLong = 0): LinesRead {
  const end = endOfFirstLine(body, start.encoding);
  const cursor = end === 0
    ? { ...start, offset: start.offset + body.length, afterReturn: false }
    : { ...start, offset: start.offset + end, line: start.line + 1, insideLong: false, afterReturn: endsWithReturn(body.subarray(0, end), start.encoding) };
  return { lines: [], firstLine: start.line, rest: '', cursor, more: full || end > 0, tooLong };
}

/** `text` ends with a terminator. */
function splitLines(text: string): string[] {
  if (text.includes('\r')) return splitAtReturnsToo(text);
  const lines = text.split('\n');
  lines.pop();
  return lines;
}

function splitAtReturnsToo(text: string): string[] {
  const lines: string[] = [];
  let feed = text.indexOf('\n');
  for (let start = 0, back = text.indexOf('\r'); start < text.length;) {
    if (back >= 0 && back < start) back = text.indexOf('\r', start);
    if (feed >= 0 && feed < start) feed = text.indexOf('\n', start);
    const atReturn = back >= 0 && (feed < 0 || back < feed);
    lines.push(text.slice(start, atReturn ? back : feed));
    start = atReturn && back + 1 !== feed ? back + 1 : feed + 1;
  }
  return lines;
}

function decode(bytes: Uint8Array, encoding: LineEncoding): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function unitLength(encoding: LineEncoding): number {
  return encoding === 'utf-8' ? 1 : 2;
}

/** Length of everything up to and with the last terminator; 0 when there is none. */
function endOfLastLine(bytes: Uint8Array, encoding: LineEncoding): number {
  const unit = unitLength(encoding);
  let end = bytes.length;
  while (end > 0 && !isTerminator(bytes, end - unit, encoding)) end -= unit;
  return end;
}

function endOfFirstLine(bytes: Uint8Array, encoding: LineEncoding): number {
  const unit = unitLength(encoding);
  for (let i = 0; i < bytes.length; i += unit) if (isTerminator(bytes, i, encoding)) return i + unit;
  return 0;
}

function isTerminator(bytes: Uint8Array, at: number, encoding: LineEncoding): boolean {
  const unit = unitAt(bytes, at, encoding);
  return unit === lineFeed || unit === carriageReturn;
}

function isLineFeed(bytes: Uint8Array, encoding: LineEncoding): boolean {
  return bytes.length > 0 && unitAt(bytes, 0, encoding) === lineFeed;
}

function endsWithReturn(bytes: Uint8Array, encoding: LineEncoding): boolean {
  return unitAt(bytes, bytes.length - unitLength(encoding), encoding) === carriageReturn;
}

function unitAt(bytes: Uint8Array, at: number, encoding: LineEncoding): number {
  if (encoding === 'utf-8') return bytes[at];
  return encoding === 'utf-16le' ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1];
}

const lineFeed = 10;
const carriageReturn = 13;
