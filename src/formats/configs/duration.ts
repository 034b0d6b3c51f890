import type { Scalar } from './settings';

/** Length of training in Composer's units: batches, epochs, tokens, samples or a share of the whole. */
export interface Duration {
  readonly count: number;
  readonly unit: 'ba' | 'ep' | 'tok' | 'sp' | 'dur';
}

/** `4800ba`, `3ep`, `10Btok`, `0.05dur`; a bare number counts epochs, as in Composer. */
export function parseDuration(value: Scalar | undefined): Duration | undefined {
  if (typeof value === 'number') return value > 0 ? { count: value, unit: 'ep' } : undefined;
  const match = typeof value === 'string' ? /^([\d._]+(?:e\d+)?) ?([KMBT]?)(ba|ep|tok|sp|dur)$/i.exec(value.trim()) : null;
  if (!match) return undefined;
  const count = Number(match[1].replaceAll('_', '')) * scales[match[2].toUpperCase()];
  return Number.isFinite(count) && count >= 0 ? { count, unit: match[3].toLowerCase() as Duration['unit'] } : undefined;
}

const scales: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
