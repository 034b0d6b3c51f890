import type { LogRows } from './logRows';
import { ascii, NumberScanner } from './numberScanner';
import type { Field } from './rowField';
import { longestText, textSlot, type RowSlot } from './rows/shapedRows';

/** The place of a value: all that stands between it and the value before. */
interface Place {
  /** `{"step": `, `, "loss": ` or `}, "time": {"step": `. */
  readonly prefix: Uint8Array;
  readonly field: Field;
  /** Names of the objects that the value stands in. */
  readonly path: readonly string[];
  /** The places that have followed it. */
  readonly next: Place[];
}

const mostFollowers = 16;
const longestPrefix = 300;
const deepest = 8;

/**
 * Reads JSON objects out of bytes without making strings. Lines of a log repeat their keys in the same order, so the
 * places of the values form a small tree that is learnt on the way and then only compared.
 */
export class JsonLinesScanner {
  readonly #rows: LogRows;
  readonly #field: (name: string) => Field;
  readonly #first: Place[] = [];
  readonly #numbers = new NumberScanner();
  #at = 0;
  #slots: RowSlot[] | undefined;

  constructor(rows: LogRows, field: (name: string) => Field) {
    this.#rows = rows;
    this.#field = field;
  }

  /** Reads the object in bytes[start, end) into a row that it does not end; false when that takes a real parser. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.#rows.begin();
    this.#at = start;
    let candidates = this.#first;
    let path: readonly string[] | undefined;
    for (;;) {
      const place = this.#match(bytes, candidates, end) ?? this.#learn(bytes, candidates, path, end);
      if (!place || !this.#value(bytes, place.field, end)) return false;
      if (this.#closes(bytes, place.path.length + 1, end)) return true;
      candidates = place.next;
      path = place.path;
    }
  }

  /** What may differ in rows like the one in bytes[start, end), which can be scanned. */
  slots(bytes: Uint8Array, start: number, end: number): readonly RowSlot[] | undefined {
    this.#slots = [];
    const slots = this.scan(bytes, start, end) ? this.#slots : undefined;
    this.#slots = undefined;
    return slots;
  }

  #match(bytes: Uint8Array, candidates: readonly Place[], end: number): Place | undefined {
    const at = this.#at;
    for (let i = 0; i < candidates.length; i++) {
      const { prefix } = candidates[i];
      if (at + prefix.length > end || !startsWith(bytes, at, prefix)) continue;
      this.#at = at + prefix.length;
      return candidates[i];
    }
    return undefined;
  }

  /** Learns the place of the next value; `path` is that of the value before, undefined at the start of a line. */
  #learn(bytes: Uint8Array, candidates: Place[], path: readonly string[] | undefined, end: number): Place | undefined {
    if (candidates.length >= mostFollowers) return undefined;
    const text = decoder.decode(bytes.subarray(this.#at, Math.min(end, this.#at + longestPrefix)));
    const found = placeOf(text, path);
    if (!found) return undefined;
    const prefix = new TextEncoder().encode(text.slice(0, found.length));
    const place: Place = { prefix, field: this.#field([...found.path, found.key].join('/')), path: found.path, next: [] };
    candidates.push(place);
    this.#at += prefix.length;
    return place;
  }

  /** A number, a string without escapes, a word, or an array, which is passed over; false for anything else. */
  #value(bytes: Uint8Array, field: Field, end: number): boolean {
    while (bytes[this.#at] === space || bytes[this.#at] === tab) this.#at++;
    const at = this.#at;
    const stop = this.#numbers.scan(bytes, at);
    if (stop > at) {
      this.#at = stop;
      this.#rows.number(field, this.#numbers.found);
      this.#slots?.push({ start: at, end: stop, kind: 'number', field });
      return stop < end;
    }
    if (bytes[at] === quote) return this.#string(bytes, field, end);
    if (bytes[at] === openingBracket) return this.#array(bytes, end);
    const word = words.find((letters) => startsWith(bytes, at, letters));
    if (word) this.#at += word.length;
    return word !== undefined;
  }

  #string(bytes: Uint8Array, field: Field, end: number): boolean {
    const first = this.#at + 1;
    const last = endOfString(bytes, first, end);
    if (last < 0) return false;
    this.#at = last + 1;
    this.#slots?.push(textSlot(first, last, ascii(bytes, first, last), field));
    if (field.texts === 'ignored' || last - first > longestText) return true;
    if (last > first && this.#numbers.scan(bytes, first) === last) this.#rows.number(field, this.#numbers.found);
    else if (field.texts === 'told') this.#rows.text(field, decoder.decode(bytes.subarray(first, last)));
    else if (isDigit(bytes[first])) this.#rows.duration(field, ascii(bytes, first, last));
    return true;
  }

  #array(bytes: Uint8Array, end: number): boolean {
    let depth = 0;
    for (let at = this.#at; at < end; at++) {
      const code = bytes[at];
      if (code === quote) {
        at = endOfString(bytes, at + 1, end);
        if (at < 0) return false;
      } else if (code === openingBracket) depth++;
      else if (code === closingBracket && --depth === 0) {
        this.#at = at + 1;
        return true;
      }
    }
    return false;
  }

  /** Whether nothing but `depth` closing braces follows; does not move when something does. */
  #closes(bytes: Uint8Array, depth: number, end: number): boolean {
    for (let at = this.#at; at < end; at++) {
      if (bytes[at] === closingBrace) depth--;
      else if (bytes[at] !== space && bytes[at] !== tab) return false;
    }
    return depth === 0;
  }
}

/** Key and enclosing names of the value behind the separators at the start of the text, and their length. */
function placeOf(text: string, before: readonly string[] | undefined): { key: string; path: string[]; length: number } | undefined {
  const path = [...before ?? []];
  // What stands before: nothing, a value or a closed object, or one of the separators.
  let last = before === undefined ? 'nothing' : 'value';
  let key = '';
  separator.lastIndex = 0;
  for (let length = 0; ; length = separator.lastIndex) {
    const match = separator.exec(text);
    if (!match) return last === 'key' && path.length <= deepest ? { key, path, length } : undefined;
    const token = match[2] === undefined ? match[1] : 'key';
    if (!followers[last].includes(token)) return undefined;
    if (token === '{' && last === 'key') path.push(key);
    if (token === '}' && path.pop() === undefined) return undefined;
    if (token === 'key') key = match[2];
    last = token === '}' ? 'value' : token;
  }
}

const followers: Readonly<Record<string, readonly string[]>> = { nothing: ['{'], value: [',', '}'], '{': ['key', '}'], ',': ['key'], key: ['{'] };
const separator = /\s*([{},]|"([^"\\\u0000-\u001f\ufffd]*)"\s*:)\s*/y;
const words = ['null', 'true', 'false'].map((word) => new TextEncoder().encode(word));
const decoder = new TextDecoder();
const quote = 34;
const backslash = 92;
const openingBracket = 91;
const closingBracket = 93;
const closingBrace = 125;
const space = 32;
const tab = 9;

/** Index of the closing quote; -1 when there is none before `end`, or an escape or a control character stands before it. */
function endOfString(bytes: Uint8Array, at: number, end: number): number {
  for (let index = at; index < end; index++) {
    if (bytes[index] === quote) return index;
    if (bytes[index] === backslash || bytes[index] < space) return -1;
  }
  return -1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
