import { parseNumber } from './number';

/**
 * Entries of a flat dictionary as Python prints it, `{'loss': 2.4977, 'lr': '1e-05', 'epoch': nan}`, or of a JSON
 * object. Numbers in quotes are numbers. Undefined when the text holds none.
 */
export function parsePythonDict(text: string): [string, number | string][] | undefined {
  const start = text.indexOf('{');
  const end = text.indexOf('}', start);
  if (start < 0 || end < 0) return undefined;
  const entries: [string, number | string][] = [];
  for (const [, , name, , quoted, bare] of text.slice(start + 1, end).matchAll(entry)) {
    const written = quoted ?? bare;
    const value = parseNumber(tensor.exec(written)?.[1] ?? written);
    if (value !== undefined) entries.push([name, value]);
    else if (quoted !== undefined) entries.push([name, quoted]);
  }
  return entries.length > 0 ? entries : undefined;
}

const entry = /(['"])([^'"]{1,200})\1: ?(?:(['"])([^'"]*)\3|([^,'"]+))/g;
const tensor = /^tensor\(([-\w.+]+)/;
