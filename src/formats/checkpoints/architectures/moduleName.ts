/** The name of a tensor taken apart: `model.layers.3.self_attn.q_proj.weight`. */
export interface ModuleName {
  /** Names of the modules from the outside in, in lower case, without wrappers: model, layers, 3, self_attn, q_proj. */
  readonly path: readonly string[];
  /** Innermost name that is not a number: q_proj. */
  readonly module: string;
  /** What the module calls the tensor: weight, bias, kernel; empty where the module is the tensor. */
  readonly parameter: string;
  /** Number of the block in which it stands, from 0. */
  readonly layer: number | null;
  /** What of the block it belongs to. */
  readonly part: Part;
}

export type Part = 'attention' | 'feedForward' | 'block' | 'outside';

export function parseModuleName(name: string): ModuleName {
  const segments = segmentsOf(name);
  const end = parameterIndex(segments);
  const path = end < 0 ? segments : segments.slice(0, end);
  const module = path.findLast((segment) => !/^\d+$/.test(segment)) ?? '';
  const { layer, at } = layerOf(path);
  return { path, module, parameter: end < 0 ? '' : segments[end], layer, part: partOf(path.slice(at, -1), layer) };
}

/** Wrappers that stand between a module and its tensors: PEFT's, and those of module lists that hold one thing. */
const wrappers = new Set(['base_layer', 'original_module', 'modules_to_save', 'default', 'vars', 'parametrizations', '_checkpoint_wrapped_module', '_fsdp_wrapped_module']);

function segmentsOf(name: string): string[] {
  const segments = name.replace(/:\d+$/, '').split(/[./]/).filter((segment) => segment !== '' && !wrappers.has(segment.toLowerCase()));
  const last = segments.at(-1) ?? '';
  // torch.nn.MultiheadAttention holds `in_proj_weight` directly.
  const joined = /^(\w+_proj)_(weight|bias)$/.exec(last);
  const split = joined ? [...segments.slice(0, -1), joined[1], joined[2]] : segments;
  return split.map((segment) => segment.toLowerCase());
}

const parameters = new Set([
  'weight', 'bias', 'kernel', 'gamma', 'beta', 'scale', 'embedding', 'embeddings', 'recurrent_kernel', 'depthwise_kernel', 'pointwise_kernel',
  'running_mean', 'running_var', 'num_batches_tracked', 'moving_mean', 'moving_variance', 'inv_freq', 'masked_bias', 'position_ids',
  'qweight', 'qzeros', 'scales', 'g_idx', 'absmax', 'quant_map', 'scb', 'weight_scale', 'weight_scale_inv', 'input_scale',
]);

function parameterIndex(segments: readonly string[]): number {
  // llama.cpp names adapters after the weight that they change: `blk.0.attn_q.weight.lora_a`.
  if (segments.at(-1)?.startsWith('lora_')) return -1;
  return segments.findLastIndex((segment, i) => (parameters.has(segment) && mayBeParameter(segments, i)) || /^(weight|bias)_(ih|hh)/.test(segment));
}

/** `embedding` alone, or with something inside of it, is a module; only at the end of a name is it what a module calls its table. */
function mayBeParameter(segments: readonly string[], i: number): boolean {
  return !segments[i].startsWith('embedding') || (i > 0 && i === segments.length - 1);
}

/** Blocks are numbered lists: `layers.3`, `h.3`, `blk.3`, `encoder_layer_3`. The outermost list counts. */
const blockList = /^(\w*_)?(layers?|blocks?|resblocks|h|blk)$/;
const numberedBlock = /^(?:\w*_)?(?:layers?|blocks?|h)_(\d+)$/;
const stackedCell = /^(?:weight|bias)_(?:ih|hh)_l(\d+)/;

function layerOf(path: readonly string[]): { layer: number | null; at: number } {
  for (let i = 0; i < path.length; i++) {
    const joined = numberedBlock.exec(path[i]);
    if (joined) return { layer: Number(joined[1]), at: i + 1 };
    if (blockList.test(path[i]) && /^\d+$/.test(path[i + 1] ?? '')) return { layer: Number(path[i + 1]), at: i + 2 };
  }
  return { layer: null, at: 0 };
}

/** Number of a layer of a stacked recurrent cell, which stands in the name of the tensor itself: `weight_ih_l1`. */
export function stackedLayerOf(parameter: string): number | null {
  const match = stackedCell.exec(parameter);
  return match ? Number(match[1]) : null;
}

function partOf(path: readonly string[], layer: number | null): Part {
  const inner = path.findLast((segment) => attention.test(segment) || feedForward.test(segment));
  if (inner !== undefined) return attention.test(inner) ? 'attention' : 'feedForward';
  return layer === null ? 'outside' : 'block';
}

/** Path of the feed-forward layer around a module of such a layer, joined by dots. */
export function feedForwardHome(path: readonly string[]): string {
  return path.slice(0, path.findLastIndex((segment) => feedForward.test(segment)) + 1).join('.');
}

const attention = /att|^(sa|mha|ca)$/;
const feedForward = /mlp|ffn|ffwd|feed_?forward|dense_?relu_?dense|expert|moe|^ff$/;
