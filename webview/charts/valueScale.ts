/** How values lie along an axis: where each is plotted, and which are written beside it. */
export interface ValueScale {
  toPlot(value: number): number;
  fromPlot(plotted: number): number;
  /** Round values between two values, about `count` of them. */
  ticks(low: number, high: number, count: number): readonly number[];
  /** Whether neighbouring ticks differ by a factor rather than by a distance. */
  readonly byFactor: boolean;
  /** What is written beside a tick, where it is no quantity: a year. */
  text?(value: number): string;
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

/** Logarithmic, for values above zero; others have no place. */
export const logScale: ValueScale = {
  toPlot: (value) => value > 0 ? Math.log10(value) : NaN,
  fromPlot: (plotted) => 10 ** plotted,
  byFactor: true,
  ticks: logTicks,
};

/** Linear and marked at whole numbers from 0 on: the places of things in a list. */
export const ordinalScale: ValueScale = {
  ...linearScale,
  ticks: (_, high, count) => {
    const every = Math.max(1, Math.ceil(high / Math.max(1, count)));
    return Array.from({ length: Math.floor(high / every) + 1 }, (_gap, i) => i * every);
  },
};

/** Up to this many, the decades alone are too few to read values by. */
const fewDecades = 3;

/** Decades, with the values between them while these are few, and only every second or third decade where they are many. */
function logTicks(low: number, high: number, count: number): readonly number[] {
  if (!(low > 0) || !(high > low)) return [low];
  const first = Math.floor(Math.log10(low));
  const number = Math.ceil(Math.log10(high)) - first + 1;
  const decades = Array.from({ length: number }, (_, k) => 10 ** (first + k));
  const inside = decades.filter((value) => value >= low && value <= high);
  if (inside.length <= 1 && high / low < withinDecade) return roundTicks(low, high, count);
  const every = Math.max(1, Math.ceil(inside.length / Math.max(1, count)));
  if (every > 1) return inside.filter((_, k) => k % every === 0);
  const finer = decades.flatMap((value) => [1, 2, 5].map((factor) => factor * value)).filter((value) => value >= low && value <= high);
  return (finer.length <= count * 1.5 ? finer : inside).map((value) => Number(value.toPrecision(12)));
}

/** Over less than this factor an axis is marked at round distances. */
const withinDecade = 8;

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
