/**
 * JSON as training tools write it: bare NaN and infinities (Python's json.dump), which come back as the texts "NaN",
 * "Infinity" and "-Infinity"; `numberOf` reads those as numbers. Undefined when the text is no JSON even so.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseWithNonFinite(text);
  }
}

/** The number that a value of a log stands for, also as text ("16.475", "NaN", "-inf"); undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const text = value.trim();
  if (nonFinite.test(text)) return nonFiniteNumber(text);
  return plainNumber.test(text) ? Number(text) : undefined;
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const nonFinite = /^[+-]?(?:nan(?:\.0)?|inf(?:inity)?)$/i;

function nonFiniteNumber(text: string): number {
  if (/n.n/i.test(text)) return NaN;
  return text.startsWith('-') ? -Infinity : Infinity;
}

function parseWithNonFinite(text: string): unknown {
  const quoted = quoteNonFinite(text);
  if (quoted === text) return undefined;
  try {
    return JSON.parse(quoted) as unknown;
  } catch {
    return undefined;
  }
}

const bareWord = /-?\b(?:NaN|Infinity|nan|inf)\b/g;

/** Puts quotes around bare words for non-finite numbers, outside of strings. */
function quoteNonFinite(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('"', at);
    const outside = open < 0 ? text.slice(at) : text.slice(at, open);
    pieces.push(outside.replace(bareWord, quoted));
    if (open < 0) break;
    at = endOfString(text, open);
    pieces.push(text.slice(open, at));
  }
  return pieces.join('');
}

function quoted(word: string): string {
  return word.endsWith('inf') ? `"${word}inity"` : `"${word}"`;
}

/** Index behind the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 92) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
}
