import type { RunCheckpoint } from '../model/run';

/**
 * The checkpoints of a folder without a log, as members of an ensemble where the numbers in their names are hardly steps: model_1.pt to
 * model_5.pt, counted through from 0 or 1, and nothing in the names or their folder says step, epoch or checkpoint. Nothing else tells
 * the two apart, and of what may be models of different seeds no trend is to be told. Otherwise as they are, ascending by step.
 */
export function asEnsemble(checkpoints: readonly RunCheckpoint[]): readonly RunCheckpoint[] {
  const numbered = checkpoints.filter(({ step }) => step !== null);
  const isCount = numbered.every(({ step }, i) => step === (numbered[0].step ?? NaN) + i) && (numbered[0]?.step ?? NaN) <= 1;
  if (numbered.length < 2 || numbered.length > mostMembers || !isCount || !numbered.every(({ path }) => memberName.test(path) && !courseWord.test(ownName(path)))) return checkpoints;
  return checkpoints.map((checkpoint) => (checkpoint.step === null ? checkpoint : { path: checkpoint.path, step: null, member: checkpoint.step }));
}

/** Longer counts are epochs. */
const mostMembers = 20;
/** Steps are written with many digits, the number of a model with one or two. */
const memberName = /\/model[-_=]?\d{1,2}\.[a-z]+$/i;
const courseWord = /step|epoch|iter|ckpt|checkpoint/i;

/** Of the file and its folder, without the extension, which may be ckpt. */
function ownName(path: string): string {
  return path.split('/').slice(-2).join('/').replace(/\.\w+$/, '');
}
