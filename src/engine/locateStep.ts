import type { Source } from '../model/source';
import type { Place } from './protocol';

/**
 * The line of a text log on which a step was logged, found by its number behind a word for step, or as a field of
 * its own; the first line when the file is binary, too large, or does not show it.
 */
export async function locateStep(source: Source, step: number): Promise<Place> {
  const stat = await source.stat();
  const nowhere = placeOf(source.path, 0, 0);
  if (!stat || stat.size > largest || !Number.isFinite(step)) return nowhere;
  const text = new TextDecoder('latin1').decode(await source.read(0, stat.size));
  if (text.includes('\u0000')) return nowhere;
  const at = offsetOf(text, step);
  if (at < 0) return nowhere;
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return placeOf(source.path, countLines(text, start), (end < 0 ? text.length : end) - start);
}

const largest = 64 << 20;

function offsetOf(text: string, step: number): number {
  const digits = String(Math.round(step));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',?');
  const named = new RegExp(`(?:step|steps|iter|iteration|update|updates|batch|epoch|\\bs)["']?\\s*[:=\\]/ ]\\s*"?0*${grouped}\\b(?![.\\d])`, 'i');
  const found = named.exec(text);
  if (found) return found.index;
  const field = new RegExp(`(?:^|[,;\\t\\n])"?${digits}"?(?=[,;\\t\\r\\n]|$)`).exec(text);
  return field ? field.index + 1 : -1;
}

function countLines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function placeOf(path: string, line: number, length: number): Place {
  return { path, line, column: 0, endColumn: Math.max(length, 1) };
}
