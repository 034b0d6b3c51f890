import { formatInterval, formatNumber } from './format';

/** Writes a number of a column. */
export type Figure = (value: number) => string;

/**
 * Writes the numbers of a column under each other: all with as many decimals as the smallest of them needs for three digits, so that
 * points stand below points. Where that would take more than six digits, each has its own decimals, but still with trailing zeros:
 * "1.310" below "1.518". Whole numbers stay whole.
 */
export function figuresOf(values: Iterable<number | string | null>): Figure {
  const sizes = Array.from(values, (value) => (typeof value === 'number' ? Math.abs(value) : NaN)).filter((size) => Number.isFinite(size) && size > 0);
  if (sizes.every(Number.isInteger)) return formatNumber;
  const least = sizes.reduce((a, b) => Math.min(a, b));
  const most = sizes.reduce((a, b) => Math.max(a, b));
  const decimals = decimalsOf(least);
  if (least < leastFixed || wholeDigits(most) + decimals > mostDigits) return withZeros;
  return (value) => (Number.isFinite(value) ? value.toFixed(decimals).replace(/^-(?=[0.]+$)/, '') : formatNumber(value));
}

/** The ends of an interval as a column writes them. */
export function intervalWith(figure: Figure, low: number, high: number): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return formatInterval(low, high);
  return `${figure(low)}${low < 0 || high < 0 ? ' to ' : '–'}${figure(high)}`;
}

const mostDigits = 6;
/** Below it numbers are written with an exponent. */
const leastFixed = 1e-4;

function withZeros(value: number): string {
  const size = Math.abs(value);
  return size >= leastFixed && size < 1000 ? value.toFixed(decimalsOf(size)) : formatNumber(value);
}

/** Three digits below 1, four from there on. */
function decimalsOf(size: number): number {
  if (size < 1) return 2 - Math.floor(Math.log10(size));
  return Math.max(0, 4 - wholeDigits(size));
}

function wholeDigits(size: number): number {
  return size < 1 ? 1 : Math.floor(Math.log10(size)) + 1;
}
