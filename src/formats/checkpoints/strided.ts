import type { Source } from '../../model/source';
import { UnreadableTensor } from './checkpointFormat';
import type { NumberType, Numbers } from './numberTypes';
import { allocate, readNumbers, stretchOf } from './readNumbers';

/** A view of numbers: element (i, j) stands at offset + i·strides[0] + j·strides[1]. */
export interface StridedView {
  /** In numbers, as the strides are. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Strides of a shape whose elements stand row after row. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return columnMajorStrides([...shape].reverse()).toReversed();
}

/** Strides of a shape whose elements stand column after column (Fortran). */
export function columnMajorStrides(shape: readonly number[]): readonly number[] {
  let stride = 1;
  return shape.map((length) => {
    const before = stride;
    stride *= length;
    return before;
  });
}

/** Numbers that a storage must have for a view to be inside it. */
export function extentOf({ offset, shape, strides }: StridedView): number {
  if (sizeOf(shape) === 0) return 0;
  return shape.reduce((last, length, i) => last + (length - 1) * strides[i], offset) + 1;
}

/**
 * Reads a view of the numbers in `source` as a tensor whose rows stand one after the other.
 * @throws UnreadableTensor where it leads out of the source or would have far more elements than the source.
 */
export async function readStrided(source: Source, type: NumberType, view: StridedView): Promise<Numbers> {
  const count = sizeOf(view.shape);
  if (isContiguous(view)) {
    if (type.bits < 8 && (view.offset * type.bits) % 8) throw unreadableView();
    return readNumbers(source, (view.offset * type.bits) / 8, type, count);
  }
  if (type.bits < 8 || count > Math.max(extentOf(view) - view.offset, mostRepeated)) throw unreadableView();
  const out = allocate(type, count);
  const window = new NumberWindow(source, type, extentOf(view), view.offset);
  await gather(inOrderOfMemory(view), window, out);
  return out;
}

function isContiguous({ shape, strides }: StridedView): boolean {
  const expected = rowMajorStrides(shape);
  return sizeOf(shape) === 0 || shape.every((length, i) => length === 1 || strides[i] === expected[i]);
}

interface Dimension {
  readonly length: number;
  /** Distance in the source. */
  readonly from: number;
  /** Distance in the result. */
  readonly to: number;
}

/** Dimensions from the largest distance in the source to the smallest, so that walking over them reads onward. */
function inOrderOfMemory({ shape, strides }: StridedView): readonly Dimension[] {
  const to = rowMajorStrides(shape);
  const dimensions = shape.map((length, i) => ({ length, from: strides[i], to: to[i] }));
  return dimensions.filter(({ length }) => length > 1).sort((a, b) => b.from - a.from || b.to - a.to);
}

/** Copies every element to its place: an odometer over the outer dimensions, a loop over the innermost. */
async function gather(dimensions: readonly Dimension[], window: NumberWindow, out: Numbers): Promise<void> {
  const outer = dimensions.slice(0, -1);
  const inner = dimensions[dimensions.length - 1];
  const counters = outer.map(() => 0);
  for (let from = window.start, to = 0, turning = 0; turning >= 0;) {
    for (let i = 0; i < inner.length; i++) {
      const position = from + i * inner.from;
      if (!window.covers(position)) await window.move(position);
      out[to + i * inner.to] = window.at(position);
    }
    for (turning = outer.length - 1; turning >= 0; turning--) {
      const { length, from: step, to: target } = outer[turning];
      from += step;
      to += target;
      if (++counters[turning] < length) break;
      from -= length * step;
      to -= length * target;
      counters[turning] = 0;
    }
  }
}

/** A stretch of decoded numbers that moves over the source. */
class NumberWindow {
  readonly start: number;
  readonly #source: Source;
  readonly #type: NumberType;
  readonly #end: number;
  #first = 0;
  #numbers: Numbers = new Float32Array(0);
  /** Numbers that may still be read: only views that overlap themselves in a strange way go back again and again. */
  #allowed: number;

  constructor(source: Source, type: NumberType, end: number, start: number) {
    this.start = start;
    this.#source = source;
    this.#type = type;
    this.#end = end;
    this.#allowed = 8 * (end - start) + stretchOf(type);
  }

  covers(position: number): boolean {
    return position >= this.#first && position < this.#first + this.#numbers.length;
  }

  at(position: number): number {
    return this.#numbers[position - this.#first];
  }

  async move(position: number): Promise<void> {
    const count = Math.min(stretchOf(this.#type), this.#end - position);
    this.#allowed -= count;
    if (this.#allowed < 0) throw unreadableView();
    this.#numbers = await readNumbers(this.#source, (position * this.#type.bits) / 8, this.#type, count);
    this.#first = position;
  }
}

function unreadableView(): UnreadableTensor {
  return new UnreadableTensor('Its values repeat or overlap in a way that cannot be read; save a contiguous copy of it.');
}

/** A view may have more elements than its source (an expanded mask), up to this number. */
const mostRepeated = 2 ** 26;
