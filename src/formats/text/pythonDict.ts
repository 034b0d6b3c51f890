import type { NumberSpan } from './lineRecord';
import { parseNumber } from './number';

/** An entry of a dictionary, and where in the text its name and its value stand. */
export interface DictEntry extends NumberSpan {
  readonly name: string;
  readonly value: number | string;
  readonly named: NumberSpan;
}

/**
 * Entries of a flat dictionary as Python prints it, `{'loss': 2.4977, 'lr': '1e-05', 'epoch': nan}`, or of a JSON
 * object. Numbers in quotes are numbers. Undefined when the text holds none.
 */
export function parsePythonDict(text: string, from = 0): DictEntry[] | undefined {
  const start = text.indexOf('{', from);
  const end = text.indexOf('}', start);
  if (start < 0 || end < 0) return undefined;
  const entries: DictEntry[] = [];
  for (let open = quoteFrom(text, start + 1, end); open < end;) {
    const close = text.indexOf(text[open], open + 1);
    if (close < 0 || close > end) break;
    const from = text.charCodeAt(close + 1) === colon ? valueStart(text, close + 2) : -1;
    const to = from < 0 ? close : takeValue(text, open, close, from, end, entries);
    open = quoteFrom(text, to + 1, end);
  }
  return entries.length > 0 ? entries : undefined;
}

/** Adds the entry whose value starts at `from`. Returns where the value ends. */
function takeValue(text: string, open: number, close: number, from: number, end: number, entries: DictEntry[]): number {
  const quoted = isQuote(text.charCodeAt(from));
  const last = quoted ? text.indexOf(text[from], from + 1) : bareEnd(text, from, end);
  if (last < 0 || last > end) return end;
  const start = quoted ? from + 1 : from;
  const value = parseNumber(text, start, last) ?? (quoted ? text.slice(start, last) : numberOfTensor(text.slice(start, last)));
  if (value !== undefined) entries.push({ name: text.slice(open + 1, close), value, named: { start: open + 1, end: close }, start, end: last });
  return last;
}

/** `tensor(0.5, device='cuda:0')` */
function numberOfTensor(text: string): number | undefined {
  const match = /^tensor\(([-\w.+]+)/.exec(text);
  return match ? parseNumber(match[1]) : undefined;
}

function valueStart(text: string, at: number): number {
  return text.charCodeAt(at) === space ? at + 1 : at;
}

function bareEnd(text: string, from: number, end: number): number {
  const comma = text.indexOf(',', from);
  return comma < 0 || comma > end ? end : comma;
}

function quoteFrom(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isQuote(text.charCodeAt(at))) at++;
  return at;
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

const colon = 58;
const space = 32;
