import type { ConfigScalar, ConfigValue } from '../../../model/config';

/** A value or a list of values; undefined for anything deeper. */
export function plainValue(value: unknown): ConfigValue | undefined {
  if (Array.isArray(value)) return value.every(isScalar) ? value : undefined;
  return isScalar(value) ? value : undefined;
}

function isScalar(value: unknown): value is ConfigScalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
