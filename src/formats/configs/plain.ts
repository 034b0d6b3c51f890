import type { ConfigReader } from './configReader';
import { modelByName, outputByName, planByName } from './planByName';
import { byLastSegment } from './settings';

/** Any other file that names a learning rate and a length of training, or several other planning keys. */
export const plain: ConfigReader = {
  kind: 'plain',
  matches: (settings) => {
    const names = byLastSegment(settings);
    return [...names.keys()].filter((name) => planning.test(name)).length >= 2 && [...names.keys()].some((name) => deciding.test(name));
  },
  plan: planByName,
  model: modelByName,
  outputFolder: outputByName,
};

const deciding = /^(?:lr|learning_rate|max_lr|base_lr|(?:num_|max_)?(?:train_)?(?:epochs|steps|iters|iterations))$/;
const planning = /^(?:lr|learning_rate|max_lr|min_lr|base_lr|(?:num_|max_|total_)?(?:train_|training_)?(?:epochs|steps|iters|iterations)|(?:train_|micro_)?batch_size|weight_decay|warmup(?:_steps|_ratio|_iters|_epochs)?|lr_scheduler(?:_type)?|scheduler|optimizer|grad_clip|max_grad_norm|clip_grad|gradient_accumulation_steps|eval_interval|log_interval)$/;
