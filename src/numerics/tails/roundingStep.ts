/**
 * The power of ten of which all values are multiples, where some of them are equal: a log that prints so many digits. Undefined where no
 * two values are equal or where there is no such step. Values are positive and finite.
 */
export function roundingStep(values: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(values).sort();
  if (!sorted.some((value, i) => i > 0 && value === sorted[i - 1])) return undefined;
  return steps.find((step) => sorted.every((value) => isMultiple(value, step)));
}

const steps = Array.from({ length: 19 }, (_, i) => Number(`1e${9 - i}`));

function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) <= 4 * Number.EPSILON * ratio && Math.round(ratio) > 0;
}
