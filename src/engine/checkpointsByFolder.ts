import type { RunCheckpoint } from '../model/run';
import { baseName, folderOf } from '../model/source';

/** The checkpoints in each folder, also those one folder deeper (`checkpoints/step-100.ckpt`), by step; those without one stand first. */
export function checkpointsByFolder(paths: readonly string[]): ReadonlyMap<string, readonly RunCheckpoint[]> {
  const found = new Map<string, Map<string, RunCheckpoint>>();
  for (const path of paths) {
    const name = baseName(path);
    if (otherState.test(name)) continue;
    const step = Number(shard.test(name) ? NaN : /(?:step|checkpoint|iter|global_step|model)[-_=]?(\d+)/.exec(name)?.[1] ?? NaN);
    const folder = folderOf(path);
    const home = /^(?:checkpoints?|ckpts?|weights)$/.test(baseName(folder)) ? folderOf(folder) : folder;
    const own = found.get(home) ?? new Map<string, RunCheckpoint>();
    // A step that several files hold (shards, ranks) is one checkpoint.
    const key = step === step ? String(step) : shard.test(name) ? `${folder} in shards` : path;
    if (!own.has(key)) own.set(key, { step: step === step ? step : null, path });
    found.set(home, own);
  }
  return new Map([...found].map(([home, own]) => [home, [...own.values()].sort((a, b) => (a.step ?? -1) - (b.step ?? -1))]));
}

/** model-00001-of-00003.safetensors counts files, not steps. */
const shard = /\d+-of-\d+/;
/** State of a trainer beside the weights. */
const otherState = /^(?:optimizer|optim_|scheduler|rng_state|training_args|scaler|random_states)/;
