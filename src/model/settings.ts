import type { ScheduleKind } from './plan';
import type { Resource } from './report';
import { forecastMethods, type ForecastMethod } from './fineTuning';
import { gpus, type GpuName } from './gpus';
import type { UtilisationNormalisation } from './spectrum';
import { isTableMappings, type TableMappings } from './tableMapping';

/** One setting as the editor's settings page and the command line know it, without the leading `plateau.`. */
export interface SettingDescriptor<T> {
  readonly default: T;
  /** Kinds beside the plain ones: allowed values of a string. */
  readonly values?: readonly T[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
  /** Whether a value has the right form, where its kind does not tell. */
  fits?(value: unknown): boolean;
}

const resources: readonly Resource[] = ['steps', 'tokens', 'flops', 'hours', 'gpuHours', 'money', 'energy'];
const schedules: readonly (ScheduleKind | 'auto')[] =
  ['auto', 'constant', 'cosine', 'linear', 'wsd', 'inverse-sqrt', 'polynomial', 'other'];

/** Every setting. A number setting of 0 with "0: automatic" in its description is left to the log and the configuration. */
export const settingDescriptors = {
  'files.exclude': setting<readonly string[]>([], 'Folders, relative to a workspace folder, in which Plateau does not look for runs.'),
  'files.pollSeconds': setting(1, 'Seconds between two looks at the files of an active run.', { minimum: 0.2, maximum: 60 }),
  'text.pattern': setting('', 'Regular expression for text logs that no preset recognises, with the named groups step and value, and optionally name: ^it (?<step>\\d+) (?<name>\\w+)=(?<value>\\S+).'),
  'performance.metric': setting('', 'Metric that measures performance; empty: the evaluation loss when there is enough of it, else the training loss.'),
  'performance.direction': setting<'lower' | 'higher'>('lower', 'Whether a lower or a higher value of performance.metric is better.', { values: ['lower', 'higher'] }),
  'resource.unit': setting<Resource>('steps', 'Resource against which gain is measured and shown.', { values: resources }),
  'resource.gpus': setting(1, 'Number of GPUs of a run, for GPU-hours.', { minimum: 1 }),
  'resource.pricePerGpuHour': setting(0, 'Price of one GPU-hour, for money.', { minimum: 0 }),
  'resource.meanPowerWatts': setting(0, 'Mean power of all GPUs together in watts, for energy.', { minimum: 0 }),
  'marginalReturn.threshold': setting(0, 'A run should stop when the expected gain per planned budget stays below this, in units of the loss. 0: automatic, 3 % of the best loss so far.', { minimum: 0 }),
  'marginalReturn.consecutive': setting(2, 'Number of checks in a row that must say stop.', { minimum: 1, maximum: 50 }),
  'marginalReturn.probability': setting(0.85, 'How sure a check must be that the marginal return lies below the threshold.', { minimum: 0.5, maximum: 0.999 }),
  'plan.maxSteps': setting(0, 'Planned optimizer steps. 0: automatic.', { minimum: 0 }),
  'plan.schedule': setting<ScheduleKind | 'auto'>('auto', 'Learning-rate schedule.', { values: schedules }),
  'plan.warmupSteps': setting(0, 'Steps of learning-rate warm-up. 0: automatic.', { minimum: 0 }),
  'plan.decayStart': setting(0, 'Step at which the final learning-rate decay begins. 0: automatic.', { minimum: 0 }),
  'plan.minRatio': setting(-1, 'Final learning rate over the peak. -1: automatic.', { minimum: -1, maximum: 1 }),
  'health.divergenceFactor': setting(3, 'Rise of the loss over its usual scatter and level that counts as divergence.', { minimum: 1 }),
  'health.spikeDeviations': setting(8, 'Robust standard deviations above the local trend that make a loss spike.', { minimum: 3 }),
  'health.stallFactor': setting(10, 'How many times its usual interval a run may be silent before it counts as stalled.', { minimum: 2 }),
  'spectrum.normalisation': setting<UtilisationNormalisation>('A', 'How ranks become utilisations. A: rank/D, as the authors do now. B: (rank - 1)/(D - 1), which is 0 at the least possible rank.', { values: ['A', 'B'] }),
  'spectrum.collapseUtilisation': setting(0.001, 'A layer counts as collapsed when its hard rank uses less than this share of the dimensions beyond the first.', { minimum: 1e-6, maximum: 0.1 }),
  'scaling.dropHighest': setting(0, 'Number of rows with the highest losses that a scaling law is not fitted to: runs that had hardly begun to learn.', { minimum: 0 }),
  'tables.columns': setting<TableMappings>({}, 'What the columns of your tables of models, runs or measurements say, by file: {"results/*.csv": {"model": "Name", "parameters": "Size (B)", "score": ["MMLU", "my task"]}}. Columns with usual names are found by themselves.', { fits: isTableMappings }),
  'density.referenceTokens': setting(1e12, 'Training tokens D0 of the reference model to which a model without known tokens is compared: 1e12 in the preprint of the densing law, 5e12 in the journal.', { minimum: 1 }),
  'density.reference': setting('auto', 'What models are compared with in the density panel: gadre, leaderboard, or the path of a table with a sweep of your own (parameters, tokens, losses and scores). auto: whatever knows the benchmark, what is built in first.'),
  'density.gpu': setting<GpuName>('RTX 4090', 'GPU whose bandwidth and speed weigh total against active parameters in the density of mixture-of-experts and quantised models.', { values: Object.keys(gpus) as GpuName[] }),
  'density.offloadGigabytesPerSecond': setting(32, 'Bandwidth at which experts that do not fit into the GPU are loaded, in GB/s: PCIe 4.0 x16.', { minimum: 0.001 }),
  'blueprint.costFixed': setting(2, 'Cost of a training step that does not depend on how much of the model is updated, in any unit: the forward pass and the way of the gradient back through the activations.', { minimum: 0 }),
  'blueprint.costPerFraction': setting(1, 'Cost of a training step beyond that when all of the model is updated, in the same unit: gradients of the weights and the optimizer.', { minimum: 0 }),
  'blueprint.dataCostFixed': setting(1, 'Cost of training on chosen samples that does not depend on how many are chosen, in any unit: one pass over all of them to measure their influence.', { minimum: 0 }),
  'blueprint.dataCostPerFraction': setting(3, 'Cost beyond that when all samples are chosen, in the same unit: the epochs of the training.', { minimum: 0 }),
  'forecast.fullSize': setting(0, 'Samples of all the data that a fine-tuning forecast is for. 0: automatic, the largest size that the table or the runs name.', { minimum: 0 }),
  'forecast.method': setting<ForecastMethod>('plateau', 'How the loss after fine-tuning on all data is forecast: accept-then-stop, the rectified or the vanilla scaling law fitted to each model alone, or Plateau\'s combination.', { values: forecastMethods }),
  'notifications.enabled': setting(true, 'Notify when a run should stop.'),
  'codeLens.enabled': setting(true, 'Show what runs say about a configuration above its lines.'),
} as const satisfies Record<string, SettingDescriptor<unknown>>;

export type SettingKey = keyof typeof settingDescriptors;
export type Settings = { readonly [K in SettingKey]: (typeof settingDescriptors)[K]['default'] };

export const defaultSettings: Settings = Object.fromEntries(
  Object.entries(settingDescriptors).map(([key, descriptor]) => [key, descriptor.default]),
) as unknown as Settings;

/** Settings with one changed by name and text (`marginalReturn.threshold`, `0.01`), or a sentence that says why not. */
export function withSetting(settings: Settings, key: string, text: string): Settings | { readonly error: string } {
  if (!isSettingKey(key)) return { error: `There is no setting "${key}"; the settings are ${Object.keys(settingDescriptors).join(', ')}.` };
  const value = parseSetting(settingDescriptors[key], text);
  if (value === undefined) return { error: `${key} cannot be "${text}": ${expectation(settingDescriptors[key])}.` };
  return { ...settings, [key]: value };
}

/** Settings from loosely typed values: what is unknown or does not fit keeps its default. */
export function settingsFrom(values: Readonly<Record<string, unknown>>): Settings {
  const fitting = Object.entries(values).filter(([key, value]) => isSettingKey(key) && fits(settingDescriptors[key], value));
  return { ...defaultSettings, ...Object.fromEntries(fitting) };
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingDescriptors, key);
}

function setting<T>(value: T, description: string, more: Partial<SettingDescriptor<T>> = {}): SettingDescriptor<T extends boolean ? boolean : T extends number ? number : T> {
  return { default: value, description, ...more } as SettingDescriptor<T extends boolean ? boolean : T extends number ? number : T>;
}

function parseSetting(descriptor: SettingDescriptor<unknown>, text: string): unknown {
  const value = readAs(descriptor.default, text);
  return fits(descriptor, value) ? value : undefined;
}

function readAs(example: unknown, text: string): unknown {
  if (typeof example === 'number') return text.trim() === '' ? undefined : Number(text);
  if (typeof example === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (Array.isArray(example)) return text === '' ? [] : text.split(',');
  return typeof example === 'object' ? parsed(text) : text;
}

/** A value that is written as JSON; undefined for a text that is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fits(descriptor: SettingDescriptor<unknown>, value: unknown): boolean {
  if (descriptor.fits) return descriptor.fits(value);
  if (Array.isArray(descriptor.default)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof value !== typeof descriptor.default) return false;
  if (descriptor.values && !descriptor.values.includes(value)) return false;
  if (typeof value !== 'number') return true;
  return Number.isFinite(value) && value >= (descriptor.minimum ?? -Infinity) && value <= (descriptor.maximum ?? Infinity);
}

function expectation(descriptor: SettingDescriptor<unknown>): string {
  if (descriptor.values) return `it is one of ${descriptor.values.join(', ')}`;
  if (typeof descriptor.default === 'number') {
    const { minimum = -Infinity, maximum } = descriptor;
    return `it is a number from ${minimum} ${maximum === undefined ? 'upwards' : `to ${maximum}`}`;
  }
  if (descriptor.fits) return 'it is JSON that gives columns to the files that match a pattern';
  return typeof descriptor.default === 'boolean' ? 'it is true or false' : 'it is a text';
}
