/** A distribution function at the unique values of a sample, by their index. It never falls. */
export interface Cumulative {
  at(i: number): number;
}

/**
 * Kolmogorov–Smirnov distances max |F(u) − #{x < u}/n| between one sample and many laws, each over the unique values from a start on.
 *
 * Both functions rise, so that between two places the gap is at most the larger of F at the right minus the share at the left and the
 * reverse: stretches that cannot hold the maximum are never looked into, and a distance costs about 1/distance instead of n. Where it
 * is only asked whether the distance reaches a number, places at which it did for the laws before are looked at first, which settles
 * most cases at once.
 */
export class LargestGap {
  readonly #below: Float64Array;
  readonly #last: number;
  readonly #stack = new Float64Array(stackSize);
  readonly #witnesses = new Int32Array(witnessCount);
  #next = 0;

  /** @param below number of values below each unique one; one entry more for all of them */
  constructor(below: Float64Array) {
    this.#below = below;
    this.#last = below.length - 2;
  }

  /** The distance; as soon as it is known to reach `enough`, any number that does may come back. */
  of(law: Cumulative, start: number, enough: number): number {
    const known = this.#known(law, start, enough);
    return known >= enough ? known : this.#search(law, start, enough, known);
  }

  #known(law: Cumulative, start: number, enough: number): number {
    let most = 0;
    for (const place of this.#witnesses) {
      if (place <= start) continue;
      most = Math.max(most, Math.abs(law.at(place) - this.#share(place, start)));
      if (most >= enough) break;
    }
    return most;
  }

  #search(law: Cumulative, start: number, enough: number, known: number): number {
    const stack = this.#stack;
    let most = Math.max(known, Math.abs(law.at(start)), Math.abs(law.at(this.#last) - this.#share(this.#last, start)));
    let top = this.#push(0, start, law.at(start), this.#last, law.at(this.#last));
    while (top > 0 && most < enough) {
      top -= 4;
      const [left, atLeft, right, atRight] = [stack[top], stack[top + 1], stack[top + 2], stack[top + 3]];
      if (right - left < 2 || Math.max(atRight - this.#share(left + 1, start), this.#share(right - 1, start) - atLeft) <= most) continue;
      const middle = (left + right) >> 1;
      const atMiddle = law.at(middle);
      const gap = Math.abs(atMiddle - this.#share(middle, start));
      if (gap > most) most = gap;
      if (gap >= enough) this.#witnesses[this.#next++ % witnessCount] = middle;
      top = this.#push(top, left, atLeft, middle, atMiddle);
      top = this.#push(top, middle, atMiddle, right, atRight);
    }
    return most;
  }

  #push(top: number, left: number, atLeft: number, right: number, atRight: number): number {
    this.#stack[top] = left;
    this.#stack[top + 1] = atLeft;
    this.#stack[top + 2] = right;
    this.#stack[top + 3] = atRight;
    return top + 4;
  }

  #share(i: number, start: number): number {
    const under = this.#below[start];
    return (this.#below[i] - under) / (this.#below[this.#last + 1] - under);
  }
}

/** Halving leaves one stretch per level waiting, of four numbers. */
const stackSize = 4 * 64;
const witnessCount = 6;
