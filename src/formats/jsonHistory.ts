import { baseName } from '../model/source';
import { decodeText } from './decodeText';
import type { Confidence, Format } from './format';
import { closeJson } from './history/closeJson';
import { readHistory } from './history/readHistory';
import { RecordBatch } from './recordBatch';
import { readRewritten, type RewrittenCursor } from './rewrittenFile';
import { parseJson } from './tolerantJson';

/**
 * One JSON value that holds the curves of a run and is written anew as the run goes on: Keras' History as scripts save it, lists that a
 * training loop appends to, Chainer's log. Of a broken one, the beginning is read.
 */
export const jsonHistory: Format<RewrittenCursor> = {
  id: 'json-history', label: 'JSON training history', recognise,
  read: (source, cursor) => readRewritten({ largest: 64 << 20, kind: 'training history', readWhole, salvage }, source, cursor),
};

const fullHead = 1 << 16;

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || !/\.json$|^log$/i.test(name)) return 0;
  const text = decodeText(head);
  if (!/^\s*[[{]/.test(text)) return 0;
  const json = parseJson(text) ?? (head.length >= fullHead || tellingFile.test(name) ? parseJson(closeJson(text) ?? '') : undefined);
  const records = json === undefined ? undefined : readHistory(json);
  if (!records) return 0;
  const losses = records.series.filter(({ original, length }) => /loss|acc/i.test(original) && length > 2).length;
  if (tellingFile.test(name)) return 2;
  return losses >= 2 || (losses > 0 && Array.isArray(json)) ? 1 : 0;
}

const tellingFile = /hist|log|metric|loss|train|curve|stats|progress|result/i;

function readWhole(text: string): RecordBatch | undefined {
  return readHistory(parseJson(text));
}

function salvage(text: string): RecordBatch {
  const begun = readHistory(parseJson(closeJson(text) ?? '')) ?? new RecordBatch();
  begun.skip(0, 'The file is cut off or corrupt: only its beginning was read.');
  begun.learn({ cut: true });
  return begun;
}
