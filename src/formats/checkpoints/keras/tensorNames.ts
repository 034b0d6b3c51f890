/**
 * Name of a tensor from the path of its dataset. Keras 1 and 2 keep names, under the layer's own: `model_weights/dense_1/dense_1/kernel:0`.
 * Keras 3 numbers the variables of a layer, whose group is called after its class: `layers/dense_1/vars/0`.
 */
export function tensorName(path: string, layer: LayerVariables): string {
  const segments = path.replace(/:\d+$/, '').split('/');
  const numbered = segments.length > 1 && segments.at(-2) === 'vars';
  const named = numbered ? [...layerPath(segments.slice(0, -2), layer.name), variableName(segments, layer.count)] : segments;
  return named.filter((segment, i) => !containers.has(segment) && segment !== named[i - 1]).join('/');
}

/** What the group of a variable tells. */
export interface LayerVariables {
  /** The layer's own name, where the file keeps it (Keras since 3.10). */
  readonly name: string | undefined;
  /** Variables in the group. */
  readonly count: number;
}

const containers = new Set(['model_weights', 'layers', '_layer_checkpoint_dependencies', 'vars']);

function layerPath(path: readonly string[], name: string | undefined): readonly string[] {
  return name === undefined || path.length === 0 ? path : [...path.slice(0, -1), name];
}

/** Variables in the order in which the layers of Keras make them. */
const variables: readonly { readonly layer: RegExp; readonly names: readonly string[] }[] = [
  { layer: /^(lstm|gru|simple_rnn|rnn)?_?cell$|^(lstm|gru|simple_rnn)$/, names: ['kernel', 'recurrent_kernel', 'bias'] },
  { layer: /^separable_conv/, names: ['depthwise_kernel', 'pointwise_kernel', 'bias'] },
  { layer: /conv|dense$/, names: ['kernel', 'bias'] },
  { layer: /embedding$/, names: ['embeddings'] },
  { layer: /^batch_normalization$/, names: ['gamma', 'beta', 'moving_mean', 'moving_variance'] },
  { layer: /^(layer|group)_normalization$/, names: ['gamma', 'beta'] },
  { layer: /^rms_normalization$/, names: ['scale'] },
];

/** Layers without scale or centre have fewer variables than names, and then it is open which: they keep their numbers. */
const optional = /normalization/;

function variableName(segments: readonly string[], count: number): string {
  const index = segments[segments.length - 1];
  const layer = (segments.at(-3) ?? '').replace(/_\d+$/, '');
  const names = variables.find(({ layer: pattern }) => pattern.test(layer))?.names;
  if (!names || count > names.length || (optional.test(layer) && count < names.length)) return index;
  return names[Number(index)] ?? index;
}
