import * as kinds from './assembly/kinds';

/** What stands at a place of a line that differs from line to line. */
export type SlotKind = Exclude<keyof typeof kinds, 'none'>;

export interface Slot {
  /** The slot is bytes[start, end) of the line that the shape is taken from. */
  readonly start: number;
  readonly end: number;
  readonly kind: SlotKind;
}

/** Lines that are the same but for what stands in their slots. */
export class RowShape {
  readonly slots: readonly Slot[];
  /** As scanRows reads it, with addresses from `shapeAddress` on. */
  readonly #words: Uint32Array;
  readonly #texts: Uint8Array;

  /** Of the line in bytes[start, end), its end included; undefined where it has too much in it. The slots are in order. */
  static of(line: Uint8Array, slots: readonly Slot[]): RowShape | undefined {
    const fits = slots.length <= mostSlots && line.length <= longestLine;
    return fits && slots.every((slot, i) => slot.start >= (i === 0 ? 0 : slots[i - 1].end + 1)) ? new RowShape(line, slots) : undefined;
  }

  private constructor(line: Uint8Array, slots: readonly Slot[]) {
    this.slots = slots;
    const texts = [...slots, undefined].map((slot, i) => line.subarray(i === 0 ? 0 : slots[i - 1].end, slot?.start));
    this.#words = new Uint32Array(texts.length * 3);
    this.#texts = new Uint8Array(line.length);
    let at = 0;
    texts.forEach((text, i) => {
      this.#words.set([text.length, kinds[slots[i]?.kind ?? 'none'], this.#words.byteLength + at], i * 3);
      this.#texts.set(text, at);
      at += text.length;
    });
  }

  /** Bytes that the shape takes where it is scanned from. */
  get size(): number {
    return this.#words.byteLength + ((this.#texts.length + 3) & ~3);
  }

  /** Writes the shape to where it is scanned from. */
  store(memory: ArrayBuffer, address: number): void {
    const words = new Uint32Array(memory, address, this.#words.length);
    words.set(this.#words);
    for (let i = 2; i < words.length; i += 3) words[i] += address;
    new Uint8Array(memory, address + words.byteLength).set(this.#texts);
  }
}

/** What fits between the addresses of the shape and the columns, with room to spare. */
const mostSlots = 200;
const longestLine = 20_000;
