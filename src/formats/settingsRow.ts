import type { Plan } from '../model/plan';
import type { Field } from './rowField';

/** Whether a field holds a setting of the run, or what training is measured by; undefined for anything else. */
export type FieldSense = 'setting' | 'measure' | undefined;

export function senseOf(name: string): FieldSense {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (setting.test(last)) return 'setting';
  return measure.test(name) ? 'measure' : undefined;
}

/** Some logs begin with a row of settings: it is no state of the training, and what it calls `lr` is the peak. */
export function isSettingsRow(fields: readonly Field[], count: number): boolean {
  let settings = 0;
  for (let i = 0; i < count; i++) {
    if (fields[i].sense === 'measure') return false;
    if (fields[i].sense === 'setting') settings++;
  }
  return settings >= 2;
}

/** How long the run is to be, as far as its row of settings says so. */
export function planOfSettings(fields: readonly Field[], values: Float64Array, count: number): Plan {
  const said = (names: RegExp): number | undefined => {
    const i = fields.findIndex(({ name }, at) => at < count && names.test(name) && values[at] > 0);
    return i < 0 ? undefined : values[i];
  };
  return { maxSteps: said(plannedSteps), maxEpochs: said(plannedEpochs) };
}

const setting = new RegExp(
  String.raw`^(?:(?:per_device_)?(?:(?:train|eval|micro|mini|global|total)_?)*(?:batch_?size|bs)|seed|(?:num|n)_(?:train_)?(?:epochs|steps|iters|workers|layers?|heads?|gpus|classes|params)`
  + String.raw`|max_(?:steps|iters|epochs|grad_norm|length|seq_len(?:gth)?)|grad_clip|warmup_(?:steps|ratio|iters|epochs)|hidden_(?:size|dim)|d_model|vocab_size|block_size|seq_len(?:gth)?`
  + String.raw`|(?:gradient|grad)_accum(?:ulation)?(?:_steps)?|lora_(?:r|alpha|rank)|(?:eval|save|log(?:ging)?|checkpoint)_(?:every|interval|steps|freq)|patience)$`, 'i');
const measure = /loss|acc(?:uracy)?(?:$|[_/])|reward|return|error|perplexity|ppl|score|f1|auc|grad_norm/i;
const plannedSteps = /(?:^|\/)(?:num_(?:train_)?(?:steps|iters)|max_(?:steps|iters))$/i;
const plannedEpochs = /(?:^|\/)(?:num_(?:train_)?epochs|max_epochs)$/i;
