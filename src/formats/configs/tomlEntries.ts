import type { ConfigEntry } from '../../model/config';
import { mostEntries } from './configReader';
import type { Scalar } from './settings';

/** Keys of a TOML file whose value is a scalar on the same line, under the table that they stand in. */
export function readTomlEntries(text: string): readonly ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  let table = '';
  for (const [line, content] of text.split(/\r\n|\r|\n/).entries()) {
    if (content.length > longestLine || entries.length >= mostEntries) continue;
    const header = /^\s*\[([\w.-]+)\]/.exec(content);
    if (header) table = `${header[1]}.`;
    const match = header ? null : pair.exec(content);
    const value = match ? scalarOf(match[3].trimEnd()) : undefined;
    if (!match || value === undefined) continue;
    entries.push({ key: table + match[2], value, line, column: match[1].length, endColumn: match[1].length + match[3].trimEnd().length });
  }
  return entries;
}

const longestLine = 500;
const pair = /^(\s*([\w.-]{1,80})\s{0,40}=\s{0,40})('[^']*'|"[^"\\]*"|[^\s#'"[{][^#'"]*)/;

function scalarOf(text: string): Scalar | undefined {
  const quoted = /^(['"])(.*)\1$/.exec(text);
  if (quoted) return quoted[2];
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text.replaceAll('_', ''));
  return text !== '' && Number.isFinite(number) ? number : undefined;
}
