import { canonicalMetric, metrics } from '../model/metric';

/** What a column of a log is for. `planned` is the number of steps that the run is to have. */
export type FieldRole = 'step' | 'epoch' | 'time' | 'planned' | 'metric';

export function roleOf(name: string): FieldRole {
  const key = plain(name);
  if (stepNames.includes(key)) return 'step';
  if (key === 'epoch' || key === 'epochs') return 'epoch';
  if (/^(?:total_steps|max_steps)$/.test(key)) return 'planned';
  return /^(?:_?timestamp|wall_?time|time|datetime|date|created_at|_time)$/.test(key) ? 'time' : 'metric';
}

/** Among several step columns of a row the one with the smallest rank counts. */
export function stepRank(name: string): number {
  return stepNames.indexOf(plain(name));
}

const stepNames = [
  'global_step', 'train/global_step', 'trainer/global_step', 'iteration', 'iter', 'step', 'current_steps', 'num_updates', 'update',
  'updates', 'steps', 'iterations', 'iters', 'training_step', 'train_step', 'batch', '_step', 'time/total_timesteps', 'total_timesteps', 'timesteps_total',
  'misc/total_timesteps', 'num_timesteps', 'timesteps', 'total/steps', 'totalenvinteracts', 'num_env_steps_sampled', 'env_steps', 'training_iteration', 'time/iterations',
];

/** Canonical name of a column, with what only row-wise logs call so. */
export function fieldMetric(name: string): string {
  return /^(?:_runtime|elapsed|elapsed_time|elapsed_seconds|time_elapsed)$/.test(plain(name)) ? metrics.elapsed : canonicalMetric(name);
}

/** Whether the name alone says what the column measures of a training. */
export function isKnownMetric(name: string): boolean {
  const metric = fieldMetric(name);
  return metric !== name.trim() || Object.values<string>(metrics).includes(metric);
}

/**
 * Wall time in milliseconds from a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart
 * by their size; NaN for what is too small for a wall time, a duration for instance.
 */
export function wallTime(value: number): number {
  if (!(value > 1e8)) return NaN;
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
}

/** Seconds of "h:mm:ss", "mm:ss" or "9 days, 21:39:23"; undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
  const match = /^(?:(\d+) days?, )?(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/.exec(text.trim());
  if (!match) return undefined;
  const [, days = '0', hours = '0', minutes, seconds] = match;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll(' ', '_');
}
