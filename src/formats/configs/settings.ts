import type { ConfigEntry } from '../../model/config';

export type Scalar = string | number | boolean | null;

/** Values of a configuration under their dotted keys. */
export type Settings = ReadonlyMap<string, Scalar>;

/**
 * Values by key. A value that only names another key, `${max_seq_len}`, is that key's; the files that W&B writes keep
 * each value under a key `value` of its own.
 */
export function settingsOf(entries: readonly ConfigEntry[]): Settings {
  const wrapped = entries.some(({ key }) => key === 'wandb_version' || key.startsWith('_wandb.'));
  const settings = new Map<string, Scalar>(entries.map(({ key, value }) => [wrapped ? key.replace(/\.value$/, '') : key, value]));
  for (const [key, value] of settings) {
    const named = typeof value === 'string' ? /^\$\{([\w.]{1,200})\}$/.exec(value) : null;
    const target = named ? settings.get(named[1]) ?? settings.get(`variables.${named[1]}`) : undefined;
    if (target !== undefined) settings.set(key, target);
  }
  return settings;
}

/** Values under the last segment of their keys; the least nested of equal names holds. */
export function byLastSegment(settings: Settings): Settings {
  const short = new Map<string, { readonly value: Scalar; readonly depth: number }>();
  for (const [key, value] of settings) {
    const segments = key.split('.');
    const name = segments[segments.length - 1].replaceAll('-', '_').toLowerCase();
    const known = short.get(name);
    if (!known || segments.length < known.depth) short.set(name, { value, depth: segments.length });
  }
  return new Map([...short].map(([name, { value }]) => [name, value]));
}

/** The first of `names` that holds a number, also one written as a text. Non-finite numbers do not count. */
export function numberOf(settings: Settings, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = asNumber(settings.get(name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** As `numberOf`, but only numbers above 0: -1 and 0 stand for "not set" in many configurations. */
export function positiveOf(settings: Settings, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = asNumber(settings.get(name));
    if (value !== undefined && value > 0) return value;
  }
  return undefined;
}

/** A number of steps from one thing to the next, at least 1: Transformers takes a number below it for a share of the run. */
export function intervalOf(settings: Settings, ...names: readonly string[]): number | undefined {
  const steps = positiveOf(settings, ...names);
  return steps !== undefined && steps >= 1 ? steps : undefined;
}

export function textOf(settings: Settings, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = settings.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

export function booleanOf(settings: Settings, ...names: readonly string[]): boolean | undefined {
  for (const name of names) {
    const value = settings.get(name);
    if (typeof value === 'boolean') return value;
    if (value === 'True' || value === 'true') return true;
    if (value === 'False' || value === 'false') return false;
  }
  return undefined;
}

/** `part / whole` where that is a share, 0 to 1. */
export function ratioOf(part: number | undefined, whole: number | undefined): number | undefined {
  if (part === undefined || whole === undefined || !(whole > 0)) return undefined;
  const ratio = part / whole;
  return ratio >= 0 && ratio <= 1 ? ratio : undefined;
}

function asNumber(value: Scalar | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value.replaceAll('_', ''));
  return Number.isFinite(number) ? number : undefined;
}
