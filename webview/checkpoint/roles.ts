import type { PlacedTensor, TensorRole } from '../../src/model/checkpoint';
import { t } from '../components/translate';

/** What a tensor does, for people. */
export function roleTitle(role: TensorRole): string {
  return titles[role]();
}

const titles: Readonly<Record<TensorRole, () => string>> = {
  'embedding': () => t('embedding'),
  'attention.q': () => t('attention, query'),
  'attention.k': () => t('attention, key'),
  'attention.v': () => t('attention, value'),
  'attention.qkv': () => t('attention, query, key and value'),
  'attention.o': () => t('attention, output'),
  'ffn.gate': () => t('FFN, gate'),
  'ffn.up': () => t('FFN, up'),
  'ffn.gateUp': () => t('FFN, gate and up'),
  'ffn.down': () => t('FFN, down'),
  'norm': () => t('norm'),
  'head': () => t('head'),
  'adapter.A': () => t('adapter, A'),
  'adapter.B': () => t('adapter, B'),
  'convolution': () => t('convolution'),
  'recurrent': () => t('recurrent'),
  'linear': () => t('linear'),
  'bias': () => t('bias'),
  'other': () => t('other'),
};

export interface RoleShare {
  readonly role: TensorRole;
  readonly tensors: number;
  readonly numbers: number;
  readonly bytes: number;
}

/** Tensors added up by what they do, the largest first. */
export function byRole(tensors: readonly PlacedTensor[]): readonly RoleShare[] {
  const shares = new Map<TensorRole, RoleShare>();
  for (const tensor of tensors) {
    const known = shares.get(tensor.role) ?? { role: tensor.role, tensors: 0, numbers: 0, bytes: 0 };
    shares.set(tensor.role, { ...known, tensors: known.tensors + 1, numbers: known.numbers + numbersIn(tensor), bytes: known.bytes + tensor.bytes });
  }
  return [...shares.values()].sort((a, b) => b.bytes - a.bytes || b.numbers - a.numbers);
}

/** How many numbers a tensor holds; a scalar holds one. */
export function numbersIn({ shape }: Pick<PlacedTensor, 'shape'>): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Shares of the bytes by number type, the largest first. */
export function byType(tensors: readonly PlacedTensor[]): readonly (readonly [type: string, share: number])[] {
  const total = tensors.reduce((sum, { bytes }) => sum + bytes, 0);
  const sums = new Map<string, number>();
  for (const { type, bytes } of tensors) sums.set(type, (sums.get(type) ?? 0) + bytes);
  return [...sums].map(([type, bytes]) => [type, total > 0 ? bytes / total : 0] as const).sort((a, b) => b[1] - a[1]);
}
