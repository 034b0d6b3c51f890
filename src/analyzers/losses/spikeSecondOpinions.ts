import { formatStep } from '../../model/format';
import type { Evidence } from '../../model/finding';
import type { Points } from '../../model/latestPoints';
import { say } from '../../model/say';

/** What another tool's detector says about a curve. */
export interface SecondOpinion {
  readonly tool: string;
  readonly rule: string;
  /** Step at which it first speaks up; undefined when it stays silent. */
  readonly step: number | undefined;
}

/**
 * What the spike detectors of four training frameworks would have said about the logged losses: each value counts as
 * one of their batches, so a log that keeps every hundredth step gives them less than they would have had.
 * @param plannedSteps length of the run in logged values, where known (llm-foundry's window is 5 % of it)
 */
export function spikeSecondOpinions({ steps, values }: Pick<Points, 'steps' | 'values'>, plannedSteps = 0): readonly SecondOpinion[] {
  const opinion = (tool: string, rule: string, index: number): SecondOpinion =>
    ({ tool, rule, step: index < 0 ? undefined : steps[index] });
  return [
    opinion('Lightning SpikeDetection', say`not better than the last, and 2 means off the mean of 10`, lightning(values)),
    opinion('llm-foundry', say`twice the mean of the window, 5 in a row`, llmFoundry(values, plannedSteps)),
    opinion('OLMo-core', say`6 standard deviations above the mean of 128`, olmoCore(values)),
    opinion('Megatron-LM', say`10 times the largest of the first 100`, megatron(values)),
  ];
}

/** Second opinions as evidence: the verdict as value, the rule as reference. */
export function opinionEvidence(opinions: readonly SecondOpinion[]): Evidence[] {
  return opinions.map(({ tool, rule, step }) =>
    ({ label: tool, value: step === undefined ? say`silent` : say`fires at step ${formatStep(step)}`, reference: rule }));
}

/** Source: lightning.fabric.utilities.spike, SpikeDetection: window 10, warm-up 1, rtol 2; spikes do not enter the mean. */
function lightning(values: Float64Array): number {
  const window = new MovingSum(10);
  for (let i = 0; i < values.length; i++) {
    if (i > 1 && !(values[i] < values[i - 1]) && Math.abs(values[i] - window.mean) >= Math.abs(2 * window.mean)) return i;
    window.push(values[i]);
  }
  return -1;
}

/** Source: llmfoundry.callbacks.kill_loss_spike_callback: factor 2, patience 4, window max(100, 5 % of the run). */
function llmFoundry(values: Float64Array, plannedSteps: number): number {
  const size = Math.max(100, Math.round(0.05 * plannedSteps));
  const window = new MovingSum(size);
  let outliers = 0;
  for (let i = 0; i < values.length; i++) {
    if (window.length === size) {
      if (values[i] >= 2 * window.mean) outliers++;
      else if (values[i] <= window.mean) outliers = 0;
      if (outliers > 4) return i;
    }
    window.push(values[i]);
  }
  return -1;
}

/** Source: olmo_core.optim.skip_step_optimizer: 6 standard deviations (n − 1) of the last 128, from 64 values on. */
function olmoCore(values: Float64Array): number {
  const window = new MovingSum(128);
  for (let i = 0; i < values.length; i++) {
    const excess = values[i] - window.mean;
    if (window.length >= 64 && excess > 0 && excess > 6 * window.deviation) return i;
    window.push(values[i]);
  }
  return -1;
}

/** Source: megatron.core.rerun_state_machine, is_unexpectedly_large: 10 times the largest of the first 100 values. */
function megatron(values: Float64Array): number {
  const largest = values.subarray(0, 100).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 100; i < values.length; i++) if (Math.abs(values[i]) >= 10 * largest) return i;
  return -1;
}

/** Mean and standard deviation of the last values. */
class MovingSum {
  readonly #ring: Float64Array;
  #count = 0;
  #sum = 0;

  constructor(size: number) {
    this.#ring = new Float64Array(size);
  }

  get length(): number {
    return Math.min(this.#count, this.#ring.length);
  }

  get mean(): number {
    return this.#sum / this.length;
  }

  get deviation(): number {
    const mean = this.mean;
    let squares = 0;
    for (let i = 0; i < this.length; i++) squares += (this.#ring[i] - mean) ** 2;
    return Math.sqrt(squares / (this.length - 1));
  }

  push(value: number): void {
    const slot = this.#count % this.#ring.length;
    const leaving = this.#count < this.#ring.length ? 0 : this.#ring[slot];
    this.#ring[slot] = value;
    this.#count++;
    // Summed anew once per round, so that rounding errors do not add up.
    const isRound = slot === this.#ring.length - 1;
    this.#sum = isRound ? this.#ring.reduce((sum, each) => sum + each, 0) : this.#sum + value - leaving;
  }
}
