import type { Config } from './config';

export type Level = 'stop' | 'warning' | 'note';

export type RuleId =
  | 'marginal-return' | 'decay-now' | 'wait-for-decay'
  | 'non-finite' | 'divergence' | 'loss-spike' | 'never-learned' | 'overfitting'
  | 'gradient-explosion' | 'gradient-vanishing' | 'clip-always-active' | 'stall' | 'dead' | 'learning-rate' | 'throughput-drop'
  | 'inflated-loss' | 'loss-without-meaning' | 'identical-runs'
  | 'spectral-collapse' | 'width-saturated' | 'identical-spectra' | 'under-sampled-spectra'
  | 'cannot-win'
  | 'density-falling' | 'compression-less-dense' | 'far-from-compute-optimal';

/** The one currency of results: what was found about a run, since when, why, and what to do. */
export interface Finding {
  readonly rule: RuleId;
  readonly level: Level;
  /** Id of the run. */
  readonly run: string;
  /** Step since which it holds. */
  readonly since: number;
  /** One sentence: the fact, the number, the step. */
  readonly headline: string;
  readonly evidence: readonly Evidence[];
  readonly advice: readonly Advice[];
}

export interface Evidence {
  readonly label: string;
  readonly value: number | string;
  readonly unit?: string;
  /** Ends of the 95 % interval. */
  readonly low?: number;
  readonly high?: number;
  /** What the value is judged against: a threshold, or another tool's verdict. */
  readonly reference?: number | string;
}

export interface Advice {
  readonly text: string;
  readonly edit?: ConfigEdit;
}

/** An edit of the person's own configuration, offered and never made unasked. */
export interface ConfigEdit {
  readonly path: Config['path'];
  /** Dotted key, as in ConfigEntry. */
  readonly key: string;
  readonly value: string | number | boolean;
}

const severity: Readonly<Record<Level, number>> = { stop: 2, warning: 1, note: 0 };

/** Orders the most urgent finding first; among equals, the one that has held longest. */
export function byUrgency(a: Finding, b: Finding): number {
  return severity[b.level] - severity[a.level] || a.since - b.since;
}
