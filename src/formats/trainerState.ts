import { baseName, folderOf } from '../model/source';
import { decodeText } from './decodeText';
import type { Confidence, Format } from './format';
import { readRewritten, type RewrittenCursor } from './rewrittenFile';
import { runOfCheckpoint } from './runFolder';
import { parseJson } from './tolerantJson';
import { readTrainerState, salvageTrainerState } from './trainerStateRows';

/** trainer_state.json of the Hugging Face Trainer: one object with the whole history, written anew at each checkpoint. */
export const trainerState: Format<RewrittenCursor> = {
  id: 'trainer-state', label: 'Hugging Face trainer state', wholeHistory: true, home: runOfCheckpoint, recognise,
  read: (source, cursor) => readRewritten({
    largest: 256 << 20, kind: 'trainer state', readWhole: (text) => readTrainerState(parseJson(text)), salvage: salvageTrainerState,
  }, source, cursor),
};

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || /(?:^|\/)tmp-checkpoint-[^/]*$/.test(folderOf(path))) return 0;
  const text = decodeText(head);
  if (!/^\s*\{/.test(text) || !/"log_history"\s*:\s*\[/.test(text)) return 0;
  return name === 'trainer_state.json' ? 3 : 2;
}
