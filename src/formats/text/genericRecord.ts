import { hasEndMark } from './endMark';
import { longestHeading, longestLine, placedLine, quotesNext, saidBy, type GenericLine, type PlacedLine } from './genericLine';
import { valueAt } from './lineRecord';
import type { LineRecord } from './preset';
import { clockIn } from './wallTime';

/** How to read lines like one of unknown origin by their numbers. */
export interface GenericRecord extends LineRecord {
  /** What this line says, and one that has these numbers. */
  readonly said: GenericLine;
  read(counts: readonly number[], values: readonly number[]): GenericLine;
}

/** Undefined for a line that says nothing, and where what such lines say may hang on more than the values of their numbers. */
export function genericRecord(line: string): GenericRecord | undefined {
  if (longestLike(line) > longestLine || longWord.test(line) || hasEndMark(line) || quotesNext(line)) return undefined;
  const found = placedLine(line);
  if (!found || (found.values.length === 0 && longestLike(line) > longestHeading) || !groupsAreNumbers(line, found) || repeatsName(line, found)) return undefined;
  const { epoch, epochs, fine, of, evaluates } = found;
  const counts = [epoch, epochs, fine, of].flatMap((place) => place ?? []);
  const [atEpoch, atEpochs, atFine, atOf] = [epoch, epochs, fine, of].map((place) => (place ? counts.indexOf(place) : -1));
  const names = found.values.map(({ name }) => name);
  return {
    counts,
    values: found.values.map(({ name, start, end, at, nameEnd }) => ({ ...valueAt(start, end, name), named: { start: at, end: nameEnd } })),
    timed: true,
    said: saidBy(found),
    read: (numbers, values) => ({
      epoch: countOf(numbers, atEpoch), epochs: countOf(numbers, atEpochs), fine: countOf(numbers, atFine), of: countOf(numbers, atOf), evaluates, names, values,
    }),
  };
}

function countOf(numbers: readonly number[], at: number): number | undefined {
  return at < 0 ? undefined : numbers[at];
}

/** Length of the longest line that differs in nothing but its numbers. */
function longestLike(line: string): number {
  return line.length + longestNumber * (line.match(/\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi) ?? []).length;
}

const longestNumber = 36;
/** Whether a pattern takes so long a text whole depends on how long its numbers are. */
const longWord = /[\w./@'-]{28}|\|[^|]{300}/;

/** Whether digits stand on both sides of a comma only within numbers and the time: elsewhere, how many there are tells whether they are one. */
function groupsAreNumbers(line: string, { epoch, epochs, fine, of, values }: PlacedLine): boolean {
  const places = [epoch, epochs, fine, of, clockIn(line), ...values].flatMap((place) => place ?? []);
  return [...line.matchAll(/\d,\d/g)].every(({ index }) => places.some(({ start, end }) => start <= index && index + 3 <= end));
}

/** Whether the line has a name with a number in it several times: of equal names only the first counts. */
function repeatsName(line: string, { values }: PlacedLine): boolean {
  const stems = values.map(({ at, nameEnd }) => line.slice(at, nameEnd)).filter((name) => /\d/.test(name)).map((name) => name.replace(/\d.*$/, ''));
  return stems.some((stem) => line.split(stem).length - 1 > stems.filter((other) => other === stem).length);
}
