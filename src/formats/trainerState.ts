import { baseName, folderOf } from '../model/source';
import { decodeText } from './decodeText';
import type { Confidence, Format } from './format';
import { readRewritten, type RewrittenCursor } from './rewrittenFile';
import { runOfCheckpoint } from './runFolder';
import { parseJson } from './tolerantJson';
import { readTrainerState, salvageTrainerState } from './trainerStateRows';

/** trainer_state.json of the Hugging Face Trainer: one object with the whole history, written anew at each checkpoint; also the bare list of its rows. */
export const trainerState: Format<RewrittenCursor> = {
  id: 'trainer-state', label: 'Hugging Face trainer state', wholeHistory: true, home: homeOf, recognise,
  read: (source, cursor) => readRewritten({
    largest: 256 << 20, kind: 'trainer state', readWhole: (text) => readTrainerState(parseJson(text)), salvage: salvageTrainerState,
  }, source, cursor),
};

/** Histories under names of their own may be those of several runs. */
function homeOf(path: string): string | undefined {
  const home = runOfCheckpoint(path);
  return baseName(path) === 'trainer_state.json' || home !== folderOf(path) ? home : undefined;
}

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || /(?:^|\/)tmp-checkpoint-[^/]*$/.test(folderOf(path))) return 0;
  const text = decodeText(head);
  if (/^\s*\[/.test(text)) return /"(?:train|eval)_runtime"\s*:/.test(text) && /"step"\s*:/.test(text) ? 2 : 0;
  if (!/^\s*\{/.test(text) || !/"log_history"\s*:\s*\[/.test(text)) return 0;
  return name === 'trainer_state.json' ? 3 : 2;
}
