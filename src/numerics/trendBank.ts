import type { Arena } from './kernels/arena';
import * as at from './kernels/assembly/trendColumns';
import type { Kernels } from './kernels/kernelModule';
import type { Driver, TrendHypothesis, TrendObservations } from './trendHypothesis';
import type { TrendSnapshot } from './trendSnapshot';

/** The Kalman filters of followTrend, side by side in the memory of the kernels. */
export class TrendBank {
  readonly #kernels: Kernels;
  readonly #families: readonly Family[];
  /** By place: two in a pair, of which the second may be empty. */
  readonly #places: readonly TrendHypothesis[];
  readonly #driver: Driver;
  readonly #spacing: number;
  readonly #begin: number;
  readonly #end: number;
  /** What the bank believes as a whole: means of level, slope and factor, then the covariances LL, Lg, Lb, gg, gb, bb. */
  readonly #moments: { readonly address: number; readonly doubles: Float64Array };
  readonly #doubles: Float64Array;
  /** Of the weights in the memory. */
  #sum = 1;

  constructor(arena: Arena, hypotheses: readonly TrendHypothesis[], driver: Driver, spacing: number) {
    this.#kernels = arena.kernels;
    this.#families = familiesOf(hypotheses);
    this.#places = this.#families.flatMap(({ members }) => (members.length % 2 ? [...members, nothing] : members));
    this.#driver = driver;
    this.#spacing = spacing;
    const bytes = filterBytes(this.#families);
    this.#begin = arena.take(bytes);
    this.#end = this.#begin + bytes;
    const address = arena.take(momentsBytes);
    this.#moments = { address, doubles: arena.doubles(address, momentsCount) };
    this.#doubles = arena.doubles(this.#begin, bytes / Float64Array.BYTES_PER_ELEMENT);
  }

  /** Memory that a bank takes. */
  static bytesFor(hypotheses: readonly TrendHypothesis[]): number {
    return filterBytes(familiesOf(hypotheses)) + momentsBytes;
  }

  /** The first value fixes the level up to its own noise. */
  start({ clock: [clock], covariate: [covariate], values: [value], counts: [count] }: TrendObservations): void {
    const { mean, deviation } = this.#driver;
    const mass = this.#places.reduce((sum, { weight }) => sum + weight, 0);
    this.#places.forEach(({ noise, slopeDrift, levelDrift, startSlope, outliers, weight }, place) => {
      const put = (column: number, number: number): void => void (this.#doubles[indexOf(place, column)] = number);
      put(at.noise, noise ** 2);
      put(at.slopeDrift, slopeDrift ** 2);
      put(at.levelDrift, levelDrift ** 2);
      put(at.outliers, outliers);
      put(at.widening, outliers > 0 ? outlying ** 2 - 1 : 0);
      put(at.prior, weight / mass);
      put(at.weight, weight / mass);
      put(at.level, value - covariate * mean);
      put(at.slope, 0);
      put(at.factor, mean);
      put(at.levelLevel, noise ** 2 / count + (covariate * deviation) ** 2);
      put(at.levelSlope, 0);
      put(at.levelFactor, -covariate * deviation ** 2);
      put(at.slopeSlope, startSlope ** 2);
      put(at.slopeFactor, 0);
      put(at.factorFactor, deviation ** 2);
    });
    this.#sum = 1;
    this.#gather(clock, value);
  }

  /** @param returning share of the weights that flows back to the prior before observation `i` */
  observe({ clock, covariate, values, counts }: TrendObservations, i: number, returning: number): void {
    const departed = this.#driver.departure ** 2 * Math.abs(covariate[i] - covariate[i - 1]);
    this.#mix(clock[i - 1], returning);
    let most = -Infinity;
    this.#eachFamily((family, from, to) => {
      const delay = family.delay * this.#spacing;
      const elapsed = Math.log((clock[i] + delay) / (clock[i - 1] + delay));
      const kept = Math.exp(-family.damping * elapsed);
      const reach = family.damping > 0 ? (1 - kept) / family.damping : elapsed;
      most = Math.max(most, this.#kernels.filterTrends(from, to, elapsed, kept, reach, departed, covariate[i], values[i], counts[i]));
    });
    this.#sum = this.#kernels.weighTrends(this.#begin, this.#end, most);
    this.#gather(clock[i], values[i]);
  }

  /**
   * Lets weight flow back to the prior as in an interacting multiple model (Blom and Bar-Shalom 1988): what flows brings along what the bank
   * believes as a whole, so that a hypothesis which the past had led astray starts anew from there.
   */
  #mix(clock: number, returning: number): void {
    const staying = (1 - returning) / this.#sum;
    this.#eachFamily((family, from, to) => this.#kernels.mixTrends(from, to, staying, returning, clock + family.delay * this.#spacing, this.#moments.address));
  }

  /** A slope is kept per e-fold of the family's delayed clock; families have slopes per unit of the clock in common. */
  #gather(clock: number, centre: number): void {
    const { address, doubles } = this.#moments;
    doubles.fill(0);
    this.#eachFamily((family, from, to) => this.#kernels.gatherTrends(from, to, 1 / (clock + family.delay * this.#spacing), centre, address));
    for (let j = 0; j < doubles.length; j++) doubles[j] /= this.#sum;
    const [l, g, b, ll, lg, lb, gg, gb, bb] = doubles;
    doubles.set([l + centre, g, b, ll - l * l, lg - l * g, lb - l * b, gg - g * g, gb - g * b, bb - b * b]);
  }

  /** With the addresses from which and up to which its filters lie. */
  #eachFamily(work: (family: Family, from: number, to: number) => void): void {
    let from = this.#begin;
    for (const family of this.#families) {
      const to = from + bytesOf(family);
      work(family, from, to);
      from = to;
    }
  }

  /** Mean and standard deviation of the trend (without observation noise) after observation `i`, the last. */
  moments({ covariate }: TrendObservations, i: number): { readonly mean: number; readonly deviation: number } {
    const [level, , factor, ll, , lb, , , bb] = this.#moments.doubles;
    const z = covariate[i];
    return { mean: level + z * factor, deviation: Math.sqrt(Math.max(0, ll + z * (2 * lb + z * bb))) };
  }

  /** What is believed after observation `i` by the hypotheses that matter, to be kept while the bank goes on. */
  snapshot({ clock, covariate }: TrendObservations, i: number): TrendSnapshot {
    const kept = this.#weighty();
    // One buffer for all: a buffer of their own would cost short columns more memory than what they hold.
    const room = new Float64Array((6 + state.length) * kept.length);
    let taken = 0;
    const column = (of: (place: number) => number): Float64Array => {
      const own = room.subarray(taken, (taken += kept.length));
      for (let k = 0; k < own.length; k++) own[k] = of(kept[k]);
      return own;
    };
    const places = this.#places;
    const moment = (offset: number): Float64Array => column((place) => this.#doubles[indexOf(place, offset)]);
    return {
      clock: clock[i], covariate: covariate[i], departure: this.#driver.departure,
      weights: normalised(moment(at.weight)),
      noise: column((place) => places[place].noise), damping: column((place) => places[place].damping),
      slopeDrift: column((place) => places[place].slopeDrift), levelDrift: column((place) => places[place].levelDrift),
      delay: column((place) => places[place].delay * this.#spacing),
      state: state.map(moment),
    };
  }

  /** Places whose weight is no trifle beside the greatest. */
  #weighty(): readonly number[] {
    const weights = this.#doubles;
    const [first, step] = [indexOf(0, at.weight), indexOf(2, at.weight) - indexOf(0, at.weight)];
    let most = 0;
    for (let pair = first; pair < weights.length; pair += step) most = Math.max(most, weights[pair], weights[pair + 1]);
    const kept: number[] = [];
    for (let pair = first, place = 0; pair < weights.length; pair += step, place += 2) {
      if (weights[pair] > most * negligible) kept.push(place);
      if (weights[pair + 1] > most * negligible) kept.push(place + 1);
    }
    return kept;
  }
}

const state = [at.level, at.slope, at.factor, at.levelLevel, at.levelSlope, at.levelFactor, at.slopeSlope, at.slopeFactor, at.factorFactor];

function normalised(weights: Float64Array): Float64Array {
  let mass = 0;
  for (let i = 0; i < weights.length; i++) mass += weights[i];
  for (let i = 0; i < weights.length; i++) weights[i] /= mass;
  return weights;
}

/** Hypotheses that follow one another and whose slopes fade alike. */
interface Family {
  readonly damping: number;
  readonly delay: number;
  readonly members: TrendHypothesis[];
}

function familiesOf(hypotheses: readonly TrendHypothesis[]): readonly Family[] {
  const families: Family[] = [];
  for (const hypothesis of hypotheses) {
    const { damping, delay } = hypothesis;
    const last = families[families.length - 1];
    if (last?.damping === damping && last.delay === delay) last.members.push(hypothesis);
    else families.push({ damping, delay, members: [hypothesis] });
  }
  return families;
}

function bytesOf({ members }: Family): number {
  return Math.ceil(members.length / 2) * at.pairBytes;
}

function filterBytes(families: readonly Family[]): number {
  return families.reduce((sum, family) => sum + bytesOf(family), 0);
}

/** Three means and six second moments; with room for the bank before them to end at a line of the cache. */
const momentsCount = 9;
const momentsBytes = 128;

/** Index among the doubles of a bank. */
function indexOf(place: number, column: number): number {
  return ((place >> 1) * at.pairBytes + column) / Float64Array.BYTES_PER_ELEMENT + (place & 1);
}

/** What stands in an empty place. */
const nothing: TrendHypothesis = { noise: 1, damping: 0, slopeDrift: 0, levelDrift: 0, startSlope: 1, delay: 0, outliers: 0, weight: 0 };

/** How many times as large the noise of an outlier is. */
const outlying = 4;

/** Share of the greatest weight below which a hypothesis is left out of a snapshot. */
const negligible = 1e-3;
