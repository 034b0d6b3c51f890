import type { ConfigReader } from './configReader';
import { numberOf, positiveOf, textOf } from './settings';
import { transformersPlan } from './transformersPlan';

/** Configuration of axolotl: names of the Trainer's arguments beside its own; its usual schedule is a cosine. */
export const axolotl: ConfigReader = {
  kind: 'axolotl',
  matches: (settings) => settings.has('base_model') && (settings.has('datasets.0.path') || settings.has('micro_batch_size') || settings.has('sequence_len')),
  plan: (settings) => transformersPlan(settings, 'cosine'),
  model: (settings) => ({ contextLength: positiveOf(settings, 'sequence_len'), vocabulary: numberOf(settings, 'vocab_size') }),
  outputFolder: (settings) => textOf(settings, 'output_dir'),
};
