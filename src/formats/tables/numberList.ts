import { decodeText } from '../decodeText';
import { parseJson } from '../tolerantJson';

/**
 * The numbers of a file that holds nothing else: one per line, with or without a heading and comments (#), or one JSON array. A line that
 * is none becomes NaN; undefined where most lines are none, for then it is another kind of file.
 */
export function readNumberList(bytes: Uint8Array): Float64Array | undefined {
  const text = decodeText(bytes);
  return /^\s*\[/.test(text) ? fromArray(parseJson(text)) : fromLines(text);
}

function fromArray(value: unknown): Float64Array | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'number' || one === null) ? Float64Array.from(value, (one: number | null) => one ?? NaN) : undefined;
}

function fromLines(text: string): Float64Array | undefined {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const body = lines.length > 1 && !isNumber(lines[0]) ? lines.slice(1) : lines;
  const numbers = body.filter(isNumber).length;
  return numbers * 2 > body.length ? Float64Array.from(body, numberOf) : undefined;
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:nan|inf(?:inity)?)$/i.test(text) || Number.isFinite(Number(text));
}

function numberOf(text: string): number {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : Number(text);
}
