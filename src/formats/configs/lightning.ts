import { baseName } from '../../model/source';
import type { Plan } from '../../model/plan';
import { mergeFacts } from '../../model/plan';
import type { ConfigReader } from './configReader';
import { modelByName, planByName } from './planByName';
import { length } from './schedule';
import { positiveOf, textOf, type Settings } from './settings';

/** config.yaml of Lightning's command line and the hparams.yaml that its loggers write. */
export const lightning: ConfigReader = {
  kind: 'lightning',
  matches: (settings, path) => (baseName(path) === 'hparams.yaml' && settings.size > 0)
    || (settings.has('model.class_path') && [...settings.keys()].some((key) => key.startsWith('trainer.')))
    || settings.has('trainer.max_epochs') || settings.has('trainer.max_steps') || settings.has('trainer.accumulate_grad_batches'),
  plan: (settings) => mergeFacts(trainerPlan(settings), planByName(withoutTrainer(settings))),
  model: modelByName,
  outputFolder: (settings) => textOf(settings, 'trainer.default_root_dir'),
};

function trainerPlan(settings: Settings): Plan {
  const interval = positiveOf(settings, 'trainer.val_check_interval');
  return {
    ...length(positiveOf(settings, 'trainer.max_steps'), positiveOf(settings, 'trainer.max_epochs')),
    gradientAccumulation: positiveOf(settings, 'trainer.accumulate_grad_batches'),
    evalEverySteps: interval !== undefined && interval > 1 && Number.isInteger(interval) ? interval : undefined,
    logEverySteps: positiveOf(settings, 'trainer.log_every_n_steps'),
    maxGradNorm: positiveOf(settings, 'trainer.gradient_clip_val'),
  };
}

function withoutTrainer(settings: Settings): Settings {
  return new Map([...settings].filter(([key]) => !key.startsWith('trainer.')));
}
