import type { ConfigEntry } from '../../model/config';

/**
 * The lora_alpha beside a rank, and what it has to be for adapters of another rank to act as strongly: their product is multiplied by
 * alpha / rank, or with rank stabilisation by alpha / √rank. Undefined where the rank is none or no alpha stands beside it.
 */
export function scaleOfAdapter(rank: ConfigEntry, value: number, entries: readonly ConfigEntry[]): { readonly entry: ConfigEntry; readonly value: number } | undefined {
  const beside = (name: string) => entries.find(({ key }) => key === besideOf(rank.key, name));
  if (!rankNames.has(nameOf(rank.key)) || typeof rank.value !== 'number' || rank.value <= 0) return undefined;
  const alpha = beside('lora_alpha');
  if (typeof alpha?.value !== 'number') return undefined;
  const stabilised = ['use_rslora', 'peft_use_rslora'].some((name) => beside(name)?.value === true);
  const factor = value / rank.value;
  return { entry: alpha, value: Number((alpha.value * (stabilised ? Math.sqrt(factor) : factor)).toPrecision(3)) };
}

const rankNames = new Set(['r', 'lora_r', 'lora_rank']);

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function besideOf(key: string, name: string): string {
  return key.slice(0, key.lastIndexOf('.') + 1) + name;
}
