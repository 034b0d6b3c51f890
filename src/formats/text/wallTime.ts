import type { NumberSpan } from './lineRecord';

/** Where a line tells its wall time. */
export interface ClockPlace extends NumberSpan {
  /** The zone is named and is that of Greenwich; else it is that of the machine. */
  readonly utc: boolean;
}

/**
 * Wall time in a line's first characters, in milliseconds since 1970; NaN without one. Logs write the local time of
 * the machine, which is the machine that this code runs on, unless they name a zone.
 */
export function wallTime(line: string): number {
  const match = timestampIn(line);
  if (!match) return NaN;
  const [year, month, day] = match[1].split(dateSeparator).map(Number);
  const clock = Date.UTC(year, month - 1, day, Number(match[2]), Number(match[3]), Number(match[4]), Number((match[5] ?? '0').padEnd(3, '0').slice(0, 3)));
  return match[6] === 'Z' ? clock : ofThisZone(clock);
}

/** The place of the wall time, without its zone; undefined without one. */
export function clockIn(line: string): ClockPlace | undefined {
  const match = timestampIn(line);
  if (!match) return undefined;
  const utc = match[6] === 'Z';
  return { start: match.index, end: match.index + match[0].length - (utc ? 1 : 0), utc };
}

/** A local time as milliseconds since 1970, given those of the same time in Greenwich. */
export function ofThisZone(clock: number): number {
  const hour = Math.floor(clock / hourLength);
  if (lastHour.hour !== hour) {
    const date = new Date(hour * hourLength);
    lastHour = { hour, milliseconds: new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()).getTime() };
  }
  return lastHour.milliseconds + clock - hour * hourLength;
}

function timestampIn(line: string): RegExpExecArray | null {
  return timestamp.exec(line.length > longestPrefix ? line.slice(0, longestPrefix) : line);
}

const longestPrefix = 120;
const dateSeparator = /[-/]/;
const timestamp = /(?<!\d)((?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))[ T]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:[.,](\d{1,6}))?(Z)?/;

const hourLength = 3_600_000;
/** Converting to local time is slow and lines of one hour follow one another. */
let lastHour = { hour: NaN, milliseconds: NaN };
