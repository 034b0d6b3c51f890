import type { PlacedTensor } from '../../model/checkpoint';
import { blockTemplates, expertTemplate } from './blockTemplates';
import { moduleOf } from './moduleName';

/**
 * Orders in which the modules of the model may have been made, for files that keep tensors by the alphabet: what reads tokens, the blocks in
 * turn and within each by the template of its architecture, the last norm and the head; encoders before decoders. None where no template has
 * all the modules of a block.
 */
export function registrationOrders(tensors: readonly PlacedTensor[]): readonly (readonly PlacedTensor[])[] {
  const within = [...new Set(tensors.flatMap(({ name, layer }) => (layer === null ? [] : [insideBlock(name).module])))];
  const templates = blockTemplates.filter((names) => within.every((name) => names.includes(name)));
  const model = { stackOf: stacksOf(tensors), heads: new Set(tensors.filter(({ role }) => role === 'head').map(({ name }) => moduleOf(name))) };
  return templates.flatMap((template) => outsideOrders.map((outside) => sorted(tensors, (tensor) => keyOf(tensor, template, outside, model))));
}

interface InsideBlock {
  /** `self_attn.q_proj` of `model.layers.3.self_attn.q_proj.lora_A.weight`. */
  readonly module: string;
  /** Number and matrix of an expert. */
  readonly expert: readonly [number, number];
}

/** What tells where the tensors of a model stand. */
interface WholeModel {
  readonly stackOf: (tensor: PlacedTensor) => number;
  /** Modules that make the output; a bias does not tell that by itself. */
  readonly heads: ReadonlySet<string>;
}

function insideBlock(name: string): InsideBlock {
  const module = name.replace(/^.*?\.\d+\./, '').replace(ofParameter, '');
  const expert = /^(.*experts)\.(?:(\d+)\.)?(\w+)$/.exec(module);
  return expert ? { module: expert[1], expert: [Number(expert[2] ?? 0), expertTemplate.indexOf(expert[3])] } : { module, expert: [0, 0] };
}

const ofParameter = /(?:\.lora_(?:[AB]|magnitude_vector)(?:\.default)?)?(?:\.base_layer)?(?:\.(?:weight|bias))?$/;

/** What tells the modules before the blocks apart, in the order in which models register them. */
interface OutsideOrder {
  readonly embeddings: readonly RegExp[];
  /** OPT registers its last norm before its blocks. */
  readonly normFirst: boolean;
}

const norm = /norm/i;
const outsideOrders: readonly OutsideOrder[] = [
  { embeddings: [/word|wte|token(?!_type)/, /pos|wpe/, /type/, /patch|proj/, norm], normFirst: false },
  // RoBERTa in Transformers 5; CLIP
  { embeddings: [/word|token(?!_type)|class/, /type/, /patch/, norm, /pos/], normFirst: false },
  { embeddings: [/word|token(?!_type)/, /pos/, /type/, /patch|proj/, norm], normFirst: true },
];

/** Encoder and decoder, where a model has both: of the tensors of neither those before and behind the two. */
function stacksOf(tensors: readonly PlacedTensor[]): (tensor: PlacedTensor) => number {
  const both = inStack.every((stack) => tensors.some(({ name, layer }) => layer !== null && stack.test(name)));
  if (!both) return () => 0;
  return ({ name, role }) => {
    const found = inStack.findIndex((stack) => stack.test(name));
    return found >= 0 ? found + 1 : role === 'embedding' ? 0 : inStack.length + 1;
  };
}

const inStack = [/(^|\.)encoder\./, /(^|\.)decoder\./];

function keyOf(tensor: PlacedTensor, template: readonly string[], outside: OutsideOrder, { stackOf, heads }: WholeModel): readonly number[] {
  const { name, layer } = tensor;
  const { module, expert } = insideBlock(name);
  const within = layer === null ? [rankOutside(name, outside)] : [template.indexOf(module), ...expert];
  return [stackOf(tensor), heads.has(moduleOf(name)) ? 3 : partOf(tensor, outside), layer ?? 0, ...within, parameterRank(name)];
}

function partOf({ name, layer, role }: PlacedTensor, { normFirst }: OutsideOrder): number {
  if (layer !== null) return 1;
  if (role === 'embedding' || /embed/i.test(name)) return 0;
  return normFirst && role === 'norm' ? 0 : 2;
}

/** Behind the blocks, the norm follows the layer of which it is the norm. */
function rankOutside(name: string, { embeddings }: OutsideOrder): number {
  const kind = embeddings.findIndex((one) => one.test(name));
  return /embed/i.test(name) || kind >= 0 ? kind : embeddings.length;
}

/** A and B of an adapter and its magnitudes; a weight before its bias. */
function parameterRank(name: string): number {
  if (/lora_B|\.bias$/.test(name)) return 1;
  return name.includes('lora_magnitude_vector') ? 2 : 0;
}

function sorted(tensors: readonly PlacedTensor[], keyOfOne: (tensor: PlacedTensor) => readonly number[]): readonly PlacedTensor[] {
  const keyed = tensors.map((tensor) => ({ tensor, key: keyOfOne(tensor) }));
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ tensor }) => tensor);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing < 0 ? 0 : a[differing] - b[differing];
}
