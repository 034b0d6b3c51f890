import { seededRandom } from './seededRandom';

/** One of the things that happen to bytes on disks: flips, overwritten and missing stretches, garbage, truncation. */
export function corrupted(bytes: Uint8Array, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const changed = bytes.slice();
  const at = below(bytes.length);
  const length = Math.min(1 + below(40), bytes.length - at);
  switch (below(6)) {
    case 0: changed[at] ^= 1 << below(8); return changed;
    case 1: for (let i = 0; i < length; i++) changed[at + i] = below(256); return changed;
    case 2: return changed.fill(0, at, at + length);
    case 3: return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4: return joined(bytes.subarray(0, at), Uint8Array.from({ length }, () => below(256)), bytes.subarray(at));
    default: return bytes.subarray(0, at);
  }
}

/** Ascending sizes at which a growing file is looked at. */
export function growthSizes(length: number, looks: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: looks }, () => Math.floor(random() * length)).sort((a, b) => a - b);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
