/** Something that carries a part of a whole and costs a part of another. */
export interface Carrier {
  /** What it carries, at least 0: gradient energy. */
  readonly value: number;
  /** What it costs, above 0: parameters, or 1. */
  readonly size: number;
}

/** Cumulative shares when carriers are taken in order of value per size; points after each, the last is (1, 1). */
export interface CumulativeShare {
  /** Indices of the carriers in the order in which they are taken. */
  readonly order: readonly number[];
  /** Share of the sizes. */
  readonly k: Float64Array;
  /** Share of the values. */
  readonly share: Float64Array;
}

/** The steepest curve there is: concave, since the most valuable per size stand first. */
export function cumulativeShare(carriers: readonly Carrier[]): CumulativeShare {
  const order = carriers.map((_, i) => i).sort((a, b) => density(carriers[b]) - density(carriers[a]) || a - b);
  return { order, k: shares(order.map((i) => carriers[i].size)), share: shares(order.map((i) => carriers[i].value)) };
}

function density({ value, size }: Carrier): number {
  return value / size;
}

function shares(parts: readonly number[]): Float64Array {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  return Float64Array.from(parts, (part, i) => (i === parts.length - 1 ? 1 : (sum += part) / whole));
}

/** Share that the first of `count` things carry when their values fall as rank^−exponent: H(first, a)/H(count, a). */
export function rankLawShare(first: number, count: number, exponent: number): number {
  return harmonic(first, exponent) / harmonic(count, exponent);
}

function harmonic(count: number, exponent: number): number {
  let sum = 0;
  for (let rank = count; rank >= 1; rank--) sum += rank ** -exponent;
  return sum;
}
