export type ScheduleKind = 'constant' | 'cosine' | 'linear' | 'wsd' | 'inverse-sqrt' | 'polynomial' | 'other';

/** What the person planned for a run, as far as the log, a configuration beside it or a setting says. */
export interface Plan {
  readonly maxSteps?: number;
  readonly maxEpochs?: number;
  readonly schedule?: ScheduleKind;
  readonly warmupSteps?: number;
  /** First step of the final decay (WSD schedules). */
  readonly decayStart?: number;
  /** Final learning rate over the peak learning rate, 0 to 1. */
  readonly minRatio?: number;
  readonly peakRate?: number;
  readonly gradientAccumulation?: number;
  /** Tokens seen in one optimizer step over all workers. */
  readonly tokensPerStep?: number;
  readonly evalEverySteps?: number;
  readonly logEverySteps?: number;
  readonly maxGradNorm?: number;
}

/** What is known of the model that a run trains. */
export interface ModelFacts {
  readonly architecture?: string;
  /** All parameters. */
  readonly parameters?: number;
  /** Parameters that receive gradients, where they differ (adapters). */
  readonly trainableParameters?: number;
  /** Parameters that a token passes through, of a mixture of experts. */
  readonly activeParameters?: number;
  /** Experts to choose from in a layer, of a mixture of experts. */
  readonly experts?: number;
  /** Bits per parameter, of a quantised model. */
  readonly bits?: number;
  readonly layers?: number;
  readonly hiddenSize?: number;
  readonly ffnSize?: number;
  readonly heads?: number;
  readonly vocabulary?: number;
  readonly contextLength?: number;
  /** Number of classes of a classifier: ln k is the loss of guessing. */
  readonly classes?: number;
}

/** Later facts fill what earlier ones leave open. */
export function mergeFacts<T extends object>(first: T, second: T | undefined): T {
  if (!second) return first;
  const known = Object.entries(first).filter(([, value]) => value !== undefined);
  return { ...second, ...Object.fromEntries(known) } as T;
}
