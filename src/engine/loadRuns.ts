import { pinnedPattern } from '../formats/textLogPattern';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Settings } from '../model/settings';
import { eachAtOnce } from './eachAtOnce';
import type { Files } from './files';
import { readHere } from './logReader';
import { RunStore } from './runStore';
import { runsAtOnce, type WeightHistory } from './spectra/weightHistory';

/**
 * All runs under some paths as they are on disk at this moment, or a sentence that says why they cannot be read. With a
 * history, the weights in their checkpoints are looked at too.
 */
export async function loadRuns(paths: readonly string[], files: Files, settings: Settings, now: number, weights?: WeightHistory): Promise<readonly Run[] | { readonly error: string }> {
  for (const path of paths) {
    if ((await files.kindOf(path)) === undefined) return { error: say`There is nothing at ${path}: name a folder with runs or a log.` };
  }
  const store = new RunStore(files);
  if (settings['text.pattern'] !== '') {
    const format = pinnedPattern(settings['text.pattern']);
    if ('error' in format) return format;
    store.readWith(readHere, [format]);
  }
  store.take(await store.scan(paths, settings));
  for (const group of store.groups) await store.look(group, now, () => undefined);
  if (weights) await weigh(store, weights, settings);
  store.assemble(store.groups, now, settings);
  return [...store.runs.values()];
}

async function weigh(store: RunStore, weights: WeightHistory, settings: Settings): Promise<void> {
  await eachAtOnce(store.groups, runsAtOnce, async (group) => {
    await weights.look(group.key, group.checkpoints, settings['spectrum.normalisation']);
    group.setWeights(weights.seriesOf(group.key), weights.optimizers);
  });
}
