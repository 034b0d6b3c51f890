import type { ConfigReader } from './configReader';
import { textOf } from './settings';
import { transformersPlan } from './transformersPlan';

/** Arguments of the Hugging Face Trainer, saved or as a script's input. Their usual schedule is linear. */
export const hfTrainingArguments: ConfigReader = {
  kind: 'hf-training-arguments',
  matches: (settings) => settings.has('per_device_train_batch_size') || (settings.has('output_dir') && own.some((key) => settings.has(key))),
  plan: (settings) => transformersPlan(settings, 'linear'),
  outputFolder: (settings) => textOf(settings, 'output_dir'),
};

const own = ['num_train_epochs', 'lr_scheduler_type', 'per_gpu_train_batch_size', 'logging_nan_inf_filter', 'save_total_limit'];
