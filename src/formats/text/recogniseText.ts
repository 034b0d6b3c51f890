import type { Confidence } from '../format';
import { RecordBatch } from '../recordBatch';
import { cleanLine } from './cleanLine';
import { presetOfLine } from './choosePreset';
import { generic } from './generic';
import { TextSink } from './preset';
import { textPresets } from './presets';
import { hasTellingName, isNotebook, isTextPath } from './textPath';

/**
 * How sure it is that a file is a text log. A log that begins with more than the head in other output is still
 * recognised by its name, because what tells may come behind it.
 */
export function recogniseText(path: string, head: Uint8Array): Confidence {
  if (!isTextPath(path) || head.length === 0) return 0;
  const text = decodeHead(head);
  if (text === undefined) return 0;
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '' && line.length < longestLine).map(cleanLine);
  if (isNotebook(path)) return mostOfOnePreset(lines) >= quotedLines ? 2 : 0;
  if (lines.some((line) => presetOfLine(line, generic))) return hasTellingName(path) ? 3 : 2;
  if (textPresets.some((preset) => preset.head?.test(text))) return 2;
  if (isGenericLog(lines)) return 1;
  return hasTellingName(path) && head.length >= fullHead ? 1 : 0;
}

function mostOfOnePreset(lines: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const preset = presetOfLine(line, generic);
    if (preset) counts.set(preset.id, (counts.get(preset.id) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** A page that explains training scripts quotes a line or two of each; a lab notebook quotes more. */
const quotedLines = 5;
const longestLine = 20_000;
const fullHead = 1 << 16;

/** Undefined for what is not text. */
function decodeHead(head: Uint8Array): string | undefined {
  const wide = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
  if (!wide && head.includes(0)) return undefined;
  return new TextDecoder(wide ?? 'utf-8').decode(head);
}

function isGenericLog(lines: readonly string[]): boolean {
  const records = new RecordBatch();
  const sink = new TextSink(records);
  const state = generic.start({ notebook: false });
  return lines.some((line) => {
    generic.parse(line, state, sink);
    return records.series.length > 0;
  });
}
