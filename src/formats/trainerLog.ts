import { baseName, folderOf } from '../model/source';
import { decodeText } from './decodeText';
import type { Confidence, Format } from './format';
import { readJsonLines, type JsonLinesCursor } from './jsonLines';

/** trainer_log.jsonl of LLaMA-Factory: JSON lines that tell the planned steps and the elapsed time. */
export const trainerLog: Format<JsonLinesCursor> = { id: 'trainer-log', label: 'LLaMA-Factory trainer log', home: folderOf, recognise, read: readJsonLines };

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._')) return 0;
  const firstLine = /^\s*(\{.*\})/.exec(decodeText(head))?.[1] ?? '';
  if (!firstLine.includes('"current_steps"') || !firstLine.includes('"total_steps"')) return 0;
  return name === 'trainer_log.jsonl' ? 3 : 2;
}
