/** Whether a field holds a setting of the run, or what training is measured by; undefined for anything else. */
export type FieldSense = 'setting' | 'measure' | undefined;

/** By the last part of its name, as settings are nested, and by a measure anywhere in it. */
export function senseOf(name: string): FieldSense {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (setting.test(last)) return 'setting';
  return measure.test(name) ? 'measure' : undefined;
}

const setting = new RegExp(
  String.raw`^(?:(?:per_device_)?(?:(?:train|eval|micro|mini|global|total)_?)*(?:batch_?size|bs)|seed|(?:num|n)_(?:train_)?(?:epochs|steps|iters|workers|layers?|heads?|gpus|classes|params)`
  + String.raw`|max_(?:steps|iters|epochs|grad_norm|length|seq_len(?:gth)?)|grad_clip|warmup_(?:steps|ratio|iters|epochs)|hidden_(?:size|dim)|d_model|vocab_size|block_size|seq_len(?:gth)?`
  + String.raw`|(?:gradient|grad)_accum(?:ulation)?(?:_steps)?|lora_(?:r|alpha|rank)|(?:eval|save|log(?:ging)?|checkpoint)_(?:every|interval|steps|freq)|patience)$`, 'i');
const measure = /loss|acc(?:uracy)?(?:$|[_/])|reward|return|error|perplexity|ppl|score|f1|auc|grad_norm/i;
