import type { Tensor, TensorRole } from '../../../model/checkpoint';
import { attentionRules } from './attention';
import { feedForwardRules } from './feedForward';
import type { ModuleName } from './moduleName';
import { kinds, otherRules } from './otherRoles';
import type { RoleRule } from './roleRule';

export interface FoundRole {
  readonly role: TensorRole;
  readonly assumed: boolean;
}

/** Role of a tensor from its name, or from its shape where the name says nothing. `modules`: paths of all modules, joined by dots. */
export function roleOf(tensor: Tensor, name: ModuleName, modules: ReadonlySet<string>): FoundRole {
  const adapter = name.path.map((segment) => adapterNames.get(segment)).find((role) => role !== undefined);
  if (adapter) return sure(adapter);
  if (isBuffer(tensor, name) || packed.test(name.parameter)) return sure('other');
  if (isNorm(name)) return sure('norm');
  if (/^bias/.test(name.parameter) || (name.parameter === '' && /(^|_)bias$/.test(name.module))) return sure('bias');
  if (/^weight_(ih|hh)|^recurrent_kernel$/.test(name.parameter)) return sure('recurrent');
  const rule = ruleFor(name, modules);
  if (rule) return { role: rule.role, assumed: rule.assumed ?? false };
  return roleByKind(tensor, name);
}

/** For layers outside of known architectures: what a part of the name says, else the shape. */
function roleByKind({ shape, type }: Tensor, { module, path }: ModuleName): FoundRole {
  const flat = shape.length === 2;
  const vectorLike = shape.length < 2 || (!flat && shape.filter((length) => length > 1).length < 2);
  if (vectorLike || holdsIntegers(type)) return sure('other');
  const kind = kinds.find(({ name }) => name.test(module));
  if (kind && (flat || kind.role !== 'linear')) return sure(kind.role);
  const isStack = shape.length === 3 && path.some((segment) => /expert|moe/.test(segment));
  return { role: flat || isStack ? 'linear' : 'convolution', assumed: shape.length < 4 };
}

/** Counters, tokens and masks, and codes of quantised weights: no numbers that are trained as they stand. */
export function holdsIntegers(type: string): boolean {
  return /^[IU]\d+$|^BOOL$/.test(type);
}

/** PEFT, torchtune and kohya's LoRA. */
const adapterNames: ReadonlyMap<string, TensorRole> = new Map([
  ['lora_a', 'adapter.A'], ['lora_embedding_a', 'adapter.A'], ['lora_down', 'adapter.A'],
  // The diagonal that AdaLoRA puts before A.
  ['lora_e', 'adapter.A'],
  ['lora_b', 'adapter.B'], ['lora_embedding_b', 'adapter.B'], ['lora_up', 'adapter.B'],
]);

/** Weights of which several share a number, and the scales that belong to them (GPTQ, AWQ, bitsandbytes, fp8). */
const packed = /^(qweight|qzeros|scales|g_idx|absmax|quant_map|scb|weight_scale(_inv)?|input_scale)$/;

/** Values that are kept with the weights but not trained: statistics, masks, positions, tables of rotary embeddings. */
export function isBuffer(tensor: Tensor, { module, parameter }: ModuleName): boolean {
  if (/^(running_|moving_|num_batches|inv_freq|masked_bias|position_ids)/.test(parameter)) return true;
  if (/^(freqs_cis|inv_freq|position_ids|causal_mask|attn_mask|rope_freqs|rotary\w*|cos_cached|sin_cached|mask|tril)$/.test(module)) return true;
  // GPT-2 keeps its causal mask as `attn.bias`, [1, 1, n, n].
  return parameter === 'bias' && tensor.shape.length > 2;
}

function isNorm({ module, parameter }: ModuleName): boolean {
  return /norm|^ln(_|\d|$)|^bn\d*$|_ln$/.test(module) || parameter === 'gamma' || parameter === 'beta';
}

function ruleFor(name: ModuleName, modules: ReadonlySet<string>): RoleRule | undefined {
  const named = name.path.filter((segment) => !/^\d+$/.test(segment));
  const candidates = [...rules.get(named.slice(-2).join('.')) ?? [], ...rules.get(name.module) ?? []];
  const parent = name.path.slice(0, -1).join('.');
  return candidates.find(({ within, beside }) =>
    (!within || within.includes(name.part)) && (!beside || modules.has(`${parent}.${beside}`)));
}

const rules: ReadonlyMap<string, readonly RoleRule[]> = byName([...attentionRules, ...feedForwardRules, ...otherRules]);

function byName(all: readonly RoleRule[]): Map<string, RoleRule[]> {
  const found = new Map<string, RoleRule[]>();
  for (const rule of all) {
    for (const name of rule.names.split(' ')) found.set(name, [...found.get(name) ?? [], rule]);
  }
  return found;
}

function sure(role: TensorRole): FoundRole {
  return { role, assumed: false };
}
