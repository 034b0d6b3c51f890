import { Opaque, PickledTensor } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { dictOf, keyText } from './dictOf';

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/** What one process holds of an optimizer that DeepSpeed's ZeRO divides: every group is one flat tensor, and the process has a piece of it. */
export interface ZeroPartition {
  /** Pieces of the weights in 32 bits and, where the optimizer is not whole, of its moments. */
  readonly weights: ReadonlyMap<string, PickleValue>;
  /** With the names of the parameters, where one process has all of them. */
  readonly optimizer: PickleValue | undefined;
  readonly troubles: readonly string[];
}

/** The part of an optimizer in *zero_pp_rank_*_optim_states.pt; undefined where the value is none. */
export function zeroPartition(value: Dict): ZeroPartition | undefined {
  const zero = dictOf(value.get('optimizer_state_dict'));
  const stage = zero && stageOf(zero.get('zero_stage'));
  if (!zero || stage === undefined) return undefined;
  const base = dictOf(zero.get('base_optimizer_state') ?? zero.get('optimizer_state_dict'));
  const parts = partsOf(zero.get('partition_count'));
  const optimizer = base && parts === 1 ? named(base, zero.get('param_slice_mappings')) : undefined;
  const pieces: [string, PickleValue][] = [['fp32', zero.get('single_partition_of_fp32_groups') ?? zero.get('fp32_flat_groups') ?? null]];
  if (!optimizer) pieces.push(['moments', base?.get('state') ?? null]);
  return { weights: new Map(pieces), optimizer, troubles: optimizer ? [] : [advice(stage, parts)] };
}

function advice(stage: number, parts: number): string {
  const which = parts > 1 ? `One of ${parts} parts` : 'The flat form';
  const weights = stage < 3 ? 'mp_rank_00_model_states.pt beside it holds the weights' : 'run zero_to_fp32.py, which stands with the checkpoint, for the weights';
  return `${which} of an optimizer in ZeRO stage ${stage}: pieces of flat tensors in which no parameter can be told from another; ${weights}.`;
}

/** A number, or the enumeration that newer versions write. */
function stageOf(value: PickleValue | undefined): number | undefined {
  const stage = value instanceof Opaque && Array.isArray(value.args) ? value.args[0] : value;
  return typeof stage === 'number' ? stage : undefined;
}

/** Processes among which a group is divided, of which there is one for each group. */
function partsOf(value: PickleValue | undefined): number {
  const counts = (Array.isArray(value) ? value : [value]).filter((count) => typeof count === 'number');
  return counts.length > 0 ? Math.max(...counts) : NaN;
}

/** The optimizer as if it had not been flattened: each parameter with its stretch of the flat moments. Undefined where the file does not tell the stretches. */
function named(base: Dict, mappings: PickleValue | undefined): PickleValue | undefined {
  const groups = base.get('param_groups');
  const flat = dictOf(base.get('state'));
  if (!Array.isArray(groups) || !flat || !Array.isArray(mappings) || mappings.length !== groups.length) return undefined;
  const state = new Map<PickleValue, PickleValue>();
  const unflattened = groups.map((group, i) => {
    const stretches = [...(dictOf(mappings[i]) ?? [])];
    const whole = dictOf(flat.get(i)) ?? new Map<PickleValue, PickleValue>();
    for (const [name, address] of stretches) state.set(name, stretchOf(whole, address));
    return new Map<PickleValue, PickleValue>([...(dictOf(group) ?? []), ['params', stretches.map(([name]) => keyText(name))]]);
  });
  return new Map<PickleValue, PickleValue>([['state', state], ['param_groups', unflattened]]);
}

function stretchOf(whole: Dict, address: PickleValue): PickleValue {
  const at = dictOf(address);
  const [start, length] = [at?.get('start'), at?.get('numel')];
  if (typeof start !== 'number' || typeof length !== 'number') return new Map();
  return new Map([...whole].flatMap(([key, value]) => {
    if (!(value instanceof PickledTensor) || value.shape.length === 0) return [[key, value] as const];
    const fits = value.shape.length === 1 && start >= 0 && length >= 0 && start + length <= value.shape[0];
    return fits ? [[key, new PickledTensor({ ...value, offset: value.offset + start * value.strides[0], shape: [length] })] as const] : [];
  }));
}
