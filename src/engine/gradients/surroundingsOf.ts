import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import { folderOf } from '../../model/source';
import type { Files } from '../files';
import { loadRuns } from '../loadRuns';
import { openCheckpointAt } from '../spectra/openCheckpointAt';

/** What stands beside a checkpoint and tells of the clip and of the scale of its gradients. */
export interface CheckpointSurroundings {
  readonly run: Run | undefined;
  /** Threshold of the gradient norm; 0 where there is none; undefined where nothing tells. */
  readonly clip: number | undefined;
}

export interface SurroundingsTools {
  readonly files: Files;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The run that wrote the checkpoint, where that is known. */
  readonly run?: Run;
}

/**
 * The run of a checkpoint, by default that in its folder, where there is exactly one, and the threshold that it, the checkpoint or its
 * training arguments name.
 */
export async function surroundingsOf(path: string, metadata: Readonly<Record<string, unknown>>, tools: SurroundingsTools): Promise<CheckpointSurroundings> {
  const { files } = tools;
  const folder = await files.kindOf(path) === 'folder' ? path : folderOf(path);
  const run = tools.run ?? await onlyRunIn(folder, tools);
  return { run, clip: clipIn(metadata) ?? run?.plan.maxGradNorm ?? await clipOfArguments(folder, files) };
}

async function onlyRunIn(folder: string, { files, settings, now }: SurroundingsTools): Promise<Run | undefined> {
  const runs = await loadRuns([folder], files, settings, now);
  return 'error' in runs || runs.length !== 1 ? undefined : runs[0];
}

/** Transformers pickles its arguments beside each checkpoint. */
async function clipOfArguments(folder: string, files: Files): Promise<number | undefined> {
  const path = `${folder}/training_args.bin`;
  if (await files.kindOf(path) !== 'file') return undefined;
  const opened = await openCheckpointAt(path, files);
  return 'error' in opened ? undefined : clipIn(opened.metadata);
}

function clipIn(metadata: Readonly<Record<string, unknown>>): number | undefined {
  const found = Object.entries(metadata).find(([key, value]) => clipKey.test(key) && typeof value === 'number');
  return found && Number(found[1]);
}

const clipKey = /(^|\.)(max_grad_norm|grad_clip|clip_grad|gradient_clip_val|gradient_clipping|clip_norm|max_norm)$/;
