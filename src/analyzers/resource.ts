import { metrics } from '../model/metric';
import type { Resource } from '../model/report';
import type { Run } from '../model/run';
import { countOf, seriesOf } from '../model/run';
import type { Settings } from '../model/settings';
import { medianOf } from '../numerics/medianOf';

/** Units of each resource as shown beside figures. */
export const resourceUnits: Readonly<Record<Resource, string>> = {
  steps: 'steps', tokens: 'tokens', flops: 'FLOPs', hours: 'h', gpuHours: 'GPU-hours', money: 'of money', energy: 'kWh',
};

/** Resources that this run's log and the settings can express. */
export function resourcesOf(run: Run, settings: Settings): readonly Resource[] {
  return (Object.keys(resourceUnits) as Resource[]).filter((resource) => Number.isFinite(resourcePerStep(run, resource, settings)));
}

/** Units of a resource that one step uses; NaN when neither log nor settings tell. FLOPs are those logged, else 6·N·D. */
export function resourcePerStep(run: Run, resource: Resource, settings: Settings): number {
  const hours = secondsPerStep(run) / 3600;
  switch (resource) {
    case 'steps': return 1;
    case 'tokens': return tokensPerStep(run);
    case 'flops': return flopsPerStep(run);
    case 'hours': return hours;
    case 'gpuHours': return hours * settings['resource.gpus'];
    case 'money': return settings['resource.pricePerGpuHour'] > 0 ? hours * settings['resource.gpus'] * settings['resource.pricePerGpuHour'] : NaN;
    case 'energy': return settings['resource.meanPowerWatts'] > 0 ? (hours * settings['resource.meanPowerWatts']) / 1000 : NaN;
  }
}

/** Updating a part of a model takes fewer than 6·N·D. */
function flopsPerStep(run: Run): number {
  const logged = ratePerStep(run, metrics.flops);
  return Number.isFinite(logged) ? logged : 6 * (run.model.parameters ?? NaN) * tokensPerStep(run);
}

/** From the logged count of tokens, else from the plan. */
function tokensPerStep(run: Run): number {
  const counted = ratePerStep(run, metrics.tokens);
  return Number.isFinite(counted) ? counted : (run.plan.tokensPerStep ?? NaN);
}

/** Of a count that grows with the steps; NaN where it is not logged twice. */
function ratePerStep(run: Run, metric: string): number {
  const series = countOf(run, metric);
  return series && series.length > 1 ? medianRate(series.steps, series.values) : NaN;
}

/** Median over logged steps, so that pauses and restarts do not count; NaN when the log tells no times. */
export function secondsPerStep(run: Pick<Run, 'series'>): number {
  const stepTime = seriesOf(run, metrics.stepTime);
  if (stepTime && stepTime.length > 0) return medianOf(sampled(stepTime.length).map((i) => stepTime.values[i]).filter((value) => value > 0));
  const elapsed = seriesOf(run, metrics.elapsed);
  if (elapsed && elapsed.length > 1) return medianRate(elapsed.steps, elapsed.values);
  const timed = run.series.find(({ times, length }) => times && length > 1);
  if (!timed?.times) return NaN;
  return medianRate(timed.steps, timed.times) / 1000;
}

function medianRate(steps: Float64Array, column: Float64Array): number {
  const rates = sampled(steps.length - 1).map((i) => (column[i + 1] - column[i]) / (steps[i + 1] - steps[i]));
  return medianOf(rates.filter((rate) => rate > 0 && Number.isFinite(rate)));
}

/** Evenly spaced indices: a median of a few thousand is as good as one of a million. */
function sampled(length: number): number[] {
  const count = Math.min(length, mostSamples);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

const mostSamples = 2_048;
