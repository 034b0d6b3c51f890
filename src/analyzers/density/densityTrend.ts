import type { DatedDensity, TrendFit } from '../../model/densityOverview';
import { say } from '../../model/say';
import { linearFit, type LinearFit } from '../../numerics/linearFit';

/** Release of the first Llama. */
export const origin = '2023-02-24';
const day = 86_400_000;
/** Chips of equal price double in speed in 2.1 years (arXiv 2412.04315, section 6). */
const chipDays = 2.1 * 365.25;

/** The trend of models in the order of their dates; undefined with fewer than three record setters at different dates. */
export function densityTrend(models: readonly DatedDensity[]): TrendFit | undefined {
  const records = recordSetters([...models].sort((a, b) => a.day - b.day));
  const fit = linearFit(records.map((record) => record.day), records.map(({ density }) => Math.log(density)));
  return fit && { records, ...trendOf(fit) };
}

/** Months by which a model is ahead of the trend; behind where negative. */
export function monthsAhead({ A, B }: Pick<TrendFit, 'A' | 'B'>, { density, day: at }: Pick<DatedDensity, 'density' | 'day'>): number {
  return (Math.log(density) - B - A.value * at) / (A.value * (365.25 / 12));
}

/** Days from the origin to a date like 2024-09-15, 2024/9/15 or 2024-09; NaN for anything else. */
export function dayOf(text: string): number {
  const [, year, month, dayOfMonth = '1'] = /^\s*(\d{4})[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?(?:[T ].*)?$/.exec(text) ?? [];
  return (Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)) - Date.parse(origin)) / day;
}

/** A date without the time of day. */
export function dateText(text: string): string {
  return text.trim().slice(0, 10);
}

/** The models that are denser than all before them, of models in the order of their dates. */
export function recordSetters(models: readonly DatedDensity[]): readonly DatedDensity[] {
  let best = -Infinity;
  return models.filter(({ density }) => {
    const sets = density > best;
    best = Math.max(best, density);
    return sets;
  });
}

function trendOf({ slope, intercept, low, high, rSquared }: LinearFit): Omit<TrendFit, 'records'> {
  return {
    A: { value: slope, low, high }, B: intercept, rSquared,
    doublingDays: { value: doubling(slope), low: doubling(high), high: doubling(low), ...(low > 0 ? {} : { unbounded: say`the interval of the growth reaches zero` }) },
    withChipsDays: 1 / (1 / doubling(slope) + 1 / chipDays),
  };
}

/** Infinite for what does not grow. */
function doubling(slope: number): number {
  return slope > 0 ? Math.LN2 / slope : Infinity;
}
