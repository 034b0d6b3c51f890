import type { PickleValue } from './pickleValue';

/** What a pickle refers back to. Python numbers it without gaps; other numbers are kept apart, so that none costs more than itself. */
export class PickleMemo {
  readonly #dense: PickleValue[] = [];
  readonly #sparse = new Map<number, PickleValue>();

  get size(): number {
    return this.#dense.length + this.#sparse.size;
  }

  get(index: number): PickleValue | undefined {
    return this.#dense[index] ?? this.#sparse.get(index) ?? (index in this.#dense ? null : undefined);
  }

  /** Returns the bytes that it takes. */
  set(index: number, value: PickleValue): number {
    if (index > this.#dense.length) {
      this.#sparse.set(index, value);
      return costOfSparse;
    }
    this.#dense[index] = value;
    return costOfDense;
  }
}

const costOfDense = 12;
const costOfSparse = 60;
