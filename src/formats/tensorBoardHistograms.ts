import type { ProtoReader } from './protobuf';

/** Key of HistogramProto.sum_squares (tensorflow/core/framework/summary.proto). */
const sumOfSquaresKey = (5 << 3) | 1;

/** L2 norm of the values that a HistogramProto in bytes[start, end) describes: exact, as it holds their sum of squares. */
export function normOfHistogram(reader: ProtoReader, start: number, end: number): number {
  let sumOfSquares = 0;
  reader.at = start;
  while (reader.at < end) {
    const key = reader.varint();
    if (key === sumOfSquaresKey) sumOfSquares = reader.double();
    else reader.skip(key, end);
  }
  return Math.sqrt(sumOfSquares);
}

/**
 * L2 norm of the values that the histograms plugin keeps as rows (left, right, count): an estimate, for values spread
 * evenly in their bins.
 */
export function normOfBins(bins: ArrayLike<number>): number {
  let sumOfSquares = 0;
  for (let i = 0; i + 2 < bins.length; i += 3) {
    const left = bins[i];
    const right = bins[i + 1];
    const count = bins[i + 2];
    if (count > 0) sumOfSquares += count * (left * left + left * right + right * right) / 3;
  }
  return Math.sqrt(sumOfSquares);
}
