import type { MarginalReturnCheck } from '../../model/report';
import type { Settings } from '../../model/settings';
import { mixtureExpectedPositive, mixtureProbability, type NormalMixture } from '../../numerics/normalMixture';
import type { Course } from '../schedules/rateCourse';
import { spacingAt, type Budget } from './budget';
import { expectedGain, gainsOf } from './gains';
import type { MarginalReturnTrace } from './marginalReturnTrace';

/** What stretches of further training return, each from now to a horizon. */
export class StretchReturns {
  readonly #returns: readonly Return[];
  #measure: Measure | undefined;

  constructor(trace: MarginalReturnTrace, index: number, course: Course, horizons: readonly number[], budget: Budget) {
    const now = trace.points.steps[index];
    const spacing = spacingAt(trace, index);
    const gains = gainsOf(trace, index, course, horizons, (later) => (later - now) / spacing);
    this.#returns = gains.map((gain, j) => ({ gain, factor: (trace.scale * budget.size) / (horizons[j] - now) }));
  }

  /** The stretch that is expected to return most, with its 95 % interval. */
  get measure(): Measure {
    return (this.#measure ??= measureOf(this.#returns));
  }

  /** P(every stretch returns less than the threshold), bounded by its least likely part. */
  probabilityBelow(threshold: number): number {
    return this.#returns.reduce((least, { gain, factor }) => Math.min(least, mixtureProbability(gain, threshold / factor)), 1);
  }

  /**
   * Whether they surely return less than the threshold, and are expected to: where noise leaves open what comes, a small chance of much
   * may be worth more than the threshold however unlikely it is.
   */
  areBelow(threshold: number, settings: Settings): boolean {
    return this.probabilityBelow(threshold) >= settings['marginalReturn.probability'] && this.measure.marginalReturn < threshold;
  }
}

export type Measure = Pick<MarginalReturnCheck, 'marginalReturn' | 'low' | 'high'>;

interface Return {
  readonly gain: NormalMixture;
  /** Nats per budget for one unit of the gain. */
  readonly factor: number;
}

function measureOf(returns: readonly Return[]): Measure {
  const expected = returns.map(({ gain, factor }) => mixtureExpectedPositive(gain) * factor);
  const top = returns[expected.indexOf(Math.max(...expected))];
  const { value, low, high } = expectedGain(top.gain, top.factor);
  return { marginalReturn: value, low, high };
}
