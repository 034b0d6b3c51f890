import type { Candidate, ForecastMethod } from '../../model/fineTuning';
import { acceptThenStop, lossOnLine } from './acceptThenStop';
import { combinedForecasts, type CombinedForecast } from './combinedForecast';
import { fitRectified, fitVanilla, rectifiedLoss } from './rectifiedLaw';

/** Sizes that a method needs of a candidate. */
export const sizesNeeded: Readonly<Record<ForecastMethod, number>> = { ats: 3, plateau: 3, vanilla: 4, rectified: 5 };

/**
 * Forecasts of ln L up to the full size by a method. The uncertainty is that of the combination, widened by how far the method lies from it:
 * a single line or curve does not tell its own error of extrapolation. Candidates must have the sizes that the method needs.
 */
export function forecastLosses(method: ForecastMethod, candidates: readonly Candidate[], full: number): readonly CombinedForecast[] {
  const combined = combinedForecasts(candidates, full);
  return method === 'plateau' ? combined : combined.map(({ at, posterior }, j) => {
    const lossAt = extrapolation(method, candidates[j]);
    return {
      at: (size) => {
        const [own, { mean, deviation }] = [Math.log(lossAt(size)), at(size)];
        return { mean: own, deviation: Math.hypot(deviation, own - mean) };
      },
      posterior,
    };
  });
}

/** The loss by size under what a method fits to one candidate alone. */
function extrapolation(method: Exclude<ForecastMethod, 'plateau'>, { sizes, losses }: Candidate): (size: number) => number {
  if (method === 'ats') {
    const line = acceptThenStop(sizes, losses);
    return (size) => (line ? lossOnLine(line, size) : NaN);
  }
  const fit = method === 'rectified' ? fitRectified(sizes, losses) : fitVanilla(sizes, losses);
  return (size) => (fit ? rectifiedLoss(fit, size) : NaN);
}
