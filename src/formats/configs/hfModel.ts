import type { ModelFacts } from '../../model/plan';
import { baseName } from '../../model/source';
import type { ConfigReader } from './configReader';
import { expertsOf, mixtureCount } from './mixtureCount';
import { parameterCount } from './parameterCount';
import { positiveOf, textOf, type Settings } from './settings';

/** config.json of a Transformers model. */
export const hfModel: ConfigReader = {
  kind: 'hf-model',
  matches: (settings, path) => baseName(path).endsWith('.json') && (settings.has('architectures.0') || settings.has('model_type')) && sizes(settings).hiddenSize !== undefined,
  plan: () => ({}),
  model: (settings) => ({
    architecture: textOf(settings, 'architectures.0', 'model_type'),
    parameters: parameterCount(settings),
    activeParameters: mixtureCount(settings)?.active,
    experts: expertsOf(settings),
    bits: positiveOf(settings, 'quantization_config.bits', 'quantization_config.w_bit'),
    ...sizes(settings),
    classes: classes(settings),
  }),
};

function sizes(settings: Settings): ModelFacts {
  const hiddenSize = positiveOf(settings, 'hidden_size', 'n_embd', 'd_model', 'dim');
  const ffnSize = positiveOf(settings, 'intermediate_size', 'n_inner', 'ffn_dim', 'd_ff', 'hidden_dim');
  return {
    layers: positiveOf(settings, 'num_hidden_layers', 'n_layer', 'num_layers', 'n_layers'),
    hiddenSize,
    ffnSize: ffnSize ?? (settings.get('model_type') === 'gpt2' && hiddenSize !== undefined ? 4 * hiddenSize : undefined),
    heads: positiveOf(settings, 'num_attention_heads', 'n_head', 'n_heads', 'num_heads'),
    vocabulary: positiveOf(settings, 'vocab_size'),
    contextLength: positiveOf(settings, 'max_position_embeddings', 'n_positions', 'n_ctx'),
  };
}

/** Only classifiers have classes; other models carry the names of two labels that nothing uses. */
function classes(settings: Settings): number | undefined {
  if (!textOf(settings, 'architectures.0')?.includes('Classification')) return undefined;
  const labels = [...settings.keys()].filter((key) => key.startsWith('id2label.')).length;
  return labels > 0 ? labels : positiveOf(settings, 'num_labels') ?? 2;
}
