import type { ConfigEdit } from '../model/finding';
import type { Run } from '../model/run';

/**
 * An edit of the number that stands under a key of one of the run's configurations, or undefined when no
 * configuration has it. Keys are compared by their last part: `trainer.learning_rate` is `learning_rate`.
 */
export function scaledEdit(run: Run, keys: RegExp, factor: number): ConfigEdit | undefined {
  for (const config of run.configs) {
    for (const { key, value } of config.entries) {
      if (typeof value !== 'number' || !keys.test(key.slice(key.lastIndexOf('.') + 1))) continue;
      return { path: config.path, key, value: Number((value * factor).toPrecision(3)) };
    }
  }
  return undefined;
}

/** Keys under which configurations keep the peak learning rate. */
export const learningRateKeys = /^(?:learning_rate|lr|max_lr|peak_lr)$/i;
