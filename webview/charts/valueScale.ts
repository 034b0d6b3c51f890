/** How values lie along an axis: where each is plotted, and which are written beside it. */
export interface ValueScale {
  toPlot(value: number): number;
  fromPlot(plotted: number): number;
  /** Round values between two values, about `count` of them. */
  ticks(low: number, high: number, count: number): readonly number[];
  /** Whether neighbouring ticks differ by a factor rather than by a distance. */
  readonly byFactor: boolean;
}

export const linearScale: ValueScale = { toPlot: (value) => value, fromPlot: (plotted) => plotted, ticks: roundTicks, byFactor: false };

/**
 * Logarithmic for sizes above `linearUpTo` and linear around zero, so that a gain of 10 and one of 0.001 or below zero
 * can be read on one axis.
 */
export function signedLogScale(linearUpTo: number): ValueScale {
  const unit = 2 * linearUpTo;
  return {
    toPlot: (value) => Math.asinh(value / unit),
    fromPlot: (plotted) => Math.sinh(plotted) * unit,
    byFactor: true,
    ticks: (low, high) => {
      const decades = Array.from({ length: 24 }, (_, k) => linearUpTo * 10 ** k).filter((size) => size <= Math.max(high, -low));
      const sizes = decades.length > fewDecades ? decades : decades.flatMap((size) => [1, 2, 5].map((factor) => size * factor));
      return [...sizes.map((size) => -size).reverse(), 0, ...sizes].filter((value) => value >= low && value <= high);
    },
  };
}

/** Up to this many, the decades alone are too few to read values by. */
const fewDecades = 3;

/** Distance between round values that are at most `count` over the range. */
export function roundDistance(range: number, count: number): number {
  const rough = range / Math.max(1, count);
  const decade = 10 ** Math.floor(Math.log10(rough));
  const multiple = [1, 2, 5, 10].find((candidate) => candidate * decade >= rough * (1 - 1e-9)) ?? 10;
  return multiple * decade;
}

/** Multiples of a round distance between two values. */
export function roundTicks(low: number, high: number, count: number): readonly number[] {
  if (!(high > low)) return [low];
  const distance = roundDistance(high - low, count);
  const first = Math.ceil(low / distance - 1e-9);
  const last = Math.floor(high / distance + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * distance).toPrecision(12)));
}
