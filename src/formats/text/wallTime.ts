/**
 * Wall time in a line's first characters, in milliseconds since 1970; NaN without one. Logs write the local time of
 * the machine, which is the machine that this code runs on, unless they name a zone.
 */
export function wallTime(line: string): number {
  const match = timestamp.exec(line.length > longestPrefix ? line.slice(0, longestPrefix) : line);
  if (!match) return NaN;
  const hour = match[7] === 'Z' ? utcHour(match) : localHour(match);
  return hour + Number(match[4]) * 60_000 + Number(match[5]) * 1000 + Number((match[6] ?? '0').padEnd(3, '0').slice(0, 3));
}

const longestPrefix = 120;
const timestamp = /(?<!\d)((?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))([ T])([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:[.,](\d{1,6}))?(Z)?/;

/** Converting to local time is slow and lines of one hour follow one another. */
let lastHour = { text: '', milliseconds: NaN };

function localHour(match: RegExpExecArray): number {
  const text = match[1] + match[3];
  if (lastHour.text !== text) {
    const [year, month, day] = match[1].split(/[-/]/).map(Number);
    lastHour = { text, milliseconds: new Date(year, month - 1, day, Number(match[3])).getTime() };
  }
  return lastHour.milliseconds;
}

function utcHour(match: RegExpExecArray): number {
  const [year, month, day] = match[1].split(/[-/]/).map(Number);
  return Date.UTC(year, month - 1, day, Number(match[3]));
}
