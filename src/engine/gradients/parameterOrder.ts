import type { PlacedTensor } from '../../model/checkpoint';

/**
 * Tensors in the order in which the modules of the model were made, for files that keep them by the alphabet: what reads tokens, the blocks
 * in turn and within each by the template of its architecture, the last norm and the head. Undefined where no template has all the modules
 * of a block.
 */
export function registrationOrder(tensors: readonly PlacedTensor[]): readonly PlacedTensor[] | undefined {
  const within = [...new Set(tensors.flatMap(({ name, layer }) => (layer === null ? [] : [insideBlock(name)])))];
  const template = templates.find((names) => within.every((name) => names.includes(name)));
  if (!template) return undefined;
  const keys = new Map(tensors.map((tensor) => [tensor, keyOf(tensor, template)]));
  return [...tensors].sort((a, b) => compare(keys.get(a) ?? [], keys.get(b) ?? []) || tensors.indexOf(a) - tensors.indexOf(b));
}

/** Modules of one block as their classes register them, in Transformers (modeling_<architecture>.py). */
const templates: readonly (readonly string[])[] = [
  ['ln_1', 'attn.c_attn', 'attn.c_proj', 'attn.q_attn', 'ln_2', 'mlp.c_fc', 'mlp.c_proj'],
  ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj', 'self_attn.o_proj', 'self_attn.q_norm', 'self_attn.k_norm',
    'mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj', 'input_layernorm', 'post_attention_layernorm', 'pre_feedforward_layernorm', 'post_feedforward_layernorm'],
  ['input_layernorm', 'post_attention_layernorm', 'attention.query_key_value', 'attention.dense', 'mlp.dense_h_to_4h', 'mlp.dense_4h_to_h'],
  ['self_attn.k_proj', 'self_attn.v_proj', 'self_attn.q_proj', 'self_attn.out_proj', 'self_attn_layer_norm', 'fc1', 'fc2', 'final_layer_norm'],
  ['attention.self.query', 'attention.self.key', 'attention.self.value', 'attention.output.dense', 'attention.output.LayerNorm',
    'intermediate.dense', 'output.dense', 'output.LayerNorm'],
  ['attention.q_lin', 'attention.k_lin', 'attention.v_lin', 'attention.out_lin', 'sa_layer_norm', 'ffn.lin1', 'ffn.lin2', 'output_layer_norm'],
];

/** `self_attn.q_proj` of `model.layers.3.self_attn.q_proj.lora_A.weight`. */
function insideBlock(name: string): string {
  return name.replace(/^.*?\.\d+\./, '').replace(/(?:\.lora_[AB](?:\.default)?)?(?:\.base_layer)?\.(?:weight|bias)$/, '');
}

function keyOf({ name, layer, role }: PlacedTensor, template: readonly string[]): readonly number[] {
  const part = layer !== null ? 1 : role === 'embedding' ? 0 : role === 'head' ? 3 : 2;
  const inBlock = layer === null ? embeddings.findIndex((kind) => kind.test(name)) : template.indexOf(insideBlock(name));
  return [part, layer ?? 0, inBlock, /lora_B|\.bias$/.test(name) ? 1 : 0];
}

/** What tells tokens, positions and segments apart, in the order in which models add them. */
const embeddings = [/word|wte|token(?!_type)/, /pos|wpe/, /type/];

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing < 0 ? 0 : a[differing] - b[differing];
}
