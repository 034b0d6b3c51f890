import { formatCount, formatInterval, formatNumber, formatPercent } from '../../model/format';
import type { ClippingReport } from '../../model/gradientReport';
import { say } from '../../model/say';
import { integratedAutocorrelationTime } from '../../numerics/tails/independentValues';
import { wilsonInterval } from '../../numerics/wilsonInterval';
import { alwaysClipped, fewestNorms } from './alwaysClipped';
import { isAfterClipping } from './isAfterClipping';

/**
 * How the clip at a threshold works on the norm of all gradients, by what was logged before clipping. Undefined with too few norms. Advice
 * is given only where the data leave no doubt.
 */
export function clippingReport(logged: Float64Array, threshold: number | undefined): ClippingReport | undefined {
  const norms = logged.filter(Number.isFinite);
  if (norms.length < fewestNorms) return undefined;
  const quantiles = quantilesOf(norms);
  const limit = threshold !== undefined && threshold > 0 ? threshold : undefined;
  if (limit === undefined) return { threshold: null, norms: norms.length, active: null, afterClipping: false, quantiles, sentence: unknownClip(norms.length, quantiles), advice: null };
  const common = { threshold: limit, norms: norms.length, quantiles };
  if (isAfterClipping(norms, limit)) return { ...common, active: null, afterClipping: true, sentence: say`The norms are logged after clipping at ${formatNumber(limit)}: how far they were above it is not known.`, advice: null };
  const active = activity(norms, limit);
  return { ...common, active, afterClipping: false, sentence: sentenceOf(limit, norms.length, active), advice: alwaysClipped(norms, limit) ? tooLow(quantiles) : adviceOf(active, quantiles) };
}

/** Share of norms above the threshold; its interval counts as many norms as are independent in that respect. */
function activity(norms: Float64Array, threshold: number): NonNullable<ClippingReport['active']> {
  const above = norms.map((norm) => (norm > threshold ? 1 : 0));
  const share = above.reduce((sum, one) => sum + one, 0) / norms.length;
  const independent = norms.length / integratedAutocorrelationTime(above);
  return { share, ...wilsonInterval(share * independent, independent, 1.96) };
}

/** Norms that one half, 9 of 10 and 99 of 100 do not exceed. */
export function quantilesOf(norms: Float64Array): ClippingReport['quantiles'] {
  const sorted = norms.slice().sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p90: at(0.9), p99: at(0.99) };
}

function sentenceOf(threshold: number, count: number, { share, low, high }: NonNullable<ClippingReport['active']>): string {
  const quantile = share === 0 ? say`above all of them` : share === 1 ? say`below all of them` : say`at their ${formatPercent(1 - share)} quantile`;
  return say`The clip at ${formatNumber(threshold)} is active in ${formatPercent(share)} (95 %: ${formatInterval(100 * low, 100 * high)} %) of ${formatCount(count, 'logged step')}: it sits ${quantile}.`;
}

function unknownClip(count: number, { median, p90, p99 }: ClippingReport['quantiles']): string {
  return say`No clip is known. Of ${formatCount(count, 'logged norm')} the median is ${formatNumber(median)}; 9 of 10 stay below ${formatNumber(p90)}, 99 of 100 below ${formatNumber(p99)}.`;
}

function tooLow({ p90 }: ClippingReport['quantiles']): string {
  return say`Every step is clipped: the clip sets the length of the gradient, and spikes are not told from the rest. If it is meant for spikes, put it near ${formatNumber(p90)}, which 1 of 10 logged norms exceed, and look at the learning rate again.`;
}

function adviceOf({ high }: NonNullable<ClippingReport['active']>, { p99 }: ClippingReport['quantiles']): string | null {
  return high < rarelyActive ? say`The clip is next to never active. If it is meant to catch spikes, ${formatNumber(p99)} would catch 1 of 100 logged norms.` : null;
}

const rarelyActive = 0.01;
