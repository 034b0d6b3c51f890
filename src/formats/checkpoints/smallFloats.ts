/**
 * Values of every bit pattern of the small floating-point types, as tables.
 * Sources: IEEE 754 (float16), OCP 8-bit Floating Point Specification 1.0 (E4M3, E5M2), OCP Microscaling Formats 1.0
 * (E8M0, FP6, FP4), arXiv 2206.02915 (the FNUZ variants: one zero, one NaN, no infinities, bias one larger).
 */
interface Layout {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** What the patterns at the upper end of the exponent stand for. */
  readonly special: 'ieee' | 'nanOnly' | 'negativeZeroIsNaN' | 'none';
}

export const float16 = lazyTable({ exponent: 5, mantissa: 10, bias: 15, special: 'ieee' });
export const e5m2 = lazyTable({ exponent: 5, mantissa: 2, bias: 15, special: 'ieee' });
export const e4m3 = lazyTable({ exponent: 4, mantissa: 3, bias: 7, special: 'nanOnly' });
export const e4m3fnuz = lazyTable({ exponent: 4, mantissa: 3, bias: 8, special: 'negativeZeroIsNaN' });
export const e5m2fnuz = lazyTable({ exponent: 5, mantissa: 2, bias: 16, special: 'negativeZeroIsNaN' });
export const e2m3 = lazyTable({ exponent: 2, mantissa: 3, bias: 1, special: 'none' });
export const e3m2 = lazyTable({ exponent: 3, mantissa: 2, bias: 3, special: 'none' });
export const e2m1 = lazyTable({ exponent: 2, mantissa: 1, bias: 1, special: 'none' });

/** A power of two without sign: scales of microscaling blocks. */
export const e8m0 = once(() => Float32Array.from({ length: 256 }, (_, bits) => (bits === 255 ? NaN : 2 ** (bits - 127))));

function lazyTable(layout: Layout): () => Float32Array {
  const patterns = 2 ** (1 + layout.exponent + layout.mantissa);
  return once(() => Float32Array.from({ length: patterns }, (_, bits) => valueOf(bits, layout)));
}

function valueOf(bits: number, layout: Layout): number {
  const steps = 2 ** layout.mantissa;
  const highest = 2 ** layout.exponent - 1;
  const fraction = bits % steps;
  const exponent = Math.floor(bits / steps) & highest;
  const negative = bits >= steps * (highest + 1);
  const sign = negative ? -1 : 1;
  if (layout.special === 'negativeZeroIsNaN' && negative && exponent === 0 && fraction === 0) return NaN;
  if (layout.special === 'ieee' && exponent === highest) return fraction === 0 ? sign * Infinity : NaN;
  if (layout.special === 'nanOnly' && exponent === highest && fraction === steps - 1) return NaN;
  if (exponent === 0) return sign * (fraction / steps) * 2 ** (1 - layout.bias);
  return sign * (1 + fraction / steps) * 2 ** (exponent - layout.bias);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
