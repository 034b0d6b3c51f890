import type { ConfigReader } from './configReader';
import { textOf } from './settings';
import { transformersPlan } from './transformersPlan';

/** Configuration of LLaMA-Factory: the Trainer's arguments beside `stage` and `finetuning_type`. */
export const llamaFactory: ConfigReader = {
  kind: 'llama-factory',
  matches: (settings) => settings.has('finetuning_type') && (settings.has('stage') || settings.has('model_name_or_path')),
  plan: (settings) => transformersPlan(settings, 'linear'),
  outputFolder: (settings) => textOf(settings, 'output_dir'),
};
