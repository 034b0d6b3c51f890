import { isIncreasing, type Series } from '../model/series';
import { FrameScanner } from './rows/frameScanner';
import { RowShape } from './rows/rowShape';

/**
 * Reads the events of plain scalars many at a time: those of one tag differ in nothing but wall time, step and value, and files hold a few
 * tags in ever the same order.
 */
export class ShapedEvents {
  readonly #bytes: Uint8Array;
  #frames: FrameScanner | undefined;
  #shapes: readonly RowShape[] = [];
  #series: readonly Series[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Reads the records from `at` on that hold such events. Index behind them. */
  read(at: number): number {
    const frames = this.#frames;
    if (!frames) return at;
    for (let [from, behind] = [at, frames.scan(at)]; ; [from, behind] = [behind, frames.scan(behind)]) {
      if (behind === from) return behind;
      this.#series.forEach((series, i) => { take(frames.columns(i), series); });
    }
  }

  /** Learns the shape of the event in bytes[start, end), whose one value is a plain scalar and goes to the series. */
  learn(start: number, end: number, series: Series): void {
    const data = this.#bytes.subarray(start, end);
    const stepEnd = endOfVarint(data, stepStart);
    const isPlain = data.length - stepEnd <= longestSummary && data[0] === wallTimeKey && data[stepStart - 1] === stepKey && data[stepEnd] === summaryKey
      && data[stepEnd + 1] === data.length - stepEnd - 2 && data[stepEnd + 2] === valueKey && data[stepEnd + 3] === data.length - stepEnd - 4;
    // Two shapes of one series would take its points out of order.
    if (!isPlain || this.#series.length >= mostLearnt || this.#series.includes(series)) return;
    const shape = RowShape.of(data, [
      { start: 1, end: 1 + Float64Array.BYTES_PER_ELEMENT, kind: 'double' },
      { start: stepStart, end: stepEnd, kind: 'varint' },
      { start: data.length - Float32Array.BYTES_PER_ELEMENT, end: data.length, kind: 'single' },
    ]);
    if (!shape) return;
    this.#shapes = [...this.#shapes, shape];
    this.#series = [...this.#series, series];
    (this.#frames ??= new FrameScanner(this.#bytes)).expect(this.#shapes);
  }
}

/** Wall times in seconds, steps and values. */
function take([seconds, steps, values]: readonly Float64Array[], series: Series): void {
  const times = seconds.map((time) => time * 1000);
  series.extend({ steps, values, times: times.some((time) => !isNaN(time)) ? times : undefined, increasing: isIncreasing(steps) });
}

function endOfVarint(data: Uint8Array, start: number): number {
  let at = start;
  while (data[at] >= 0x80) at++;
  return at + 1;
}

/** Keys of protocol buffers: number << 3 | wire type. */
const [wallTimeKey, stepKey, summaryKey, valueKey] = [9, 16, 42, 10];
const stepStart = 10;
/** Their lengths take one byte. */
const longestSummary = 0x80;
/** So many fit where shapes are kept. */
const mostLearnt = 64;
