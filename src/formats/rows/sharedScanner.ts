import { RowScanner } from './rowScanner';

let shared: RowScanner | undefined;

/** The scanner of this thread. Whoever loads a text into it scans that to its end before anybody else may load another. */
export function rowScanner(): RowScanner {
  return (shared ??= new RowScanner());
}

/** Bytes from which on many rows at a time are faster than one by one. */
export const worthwhile = 1 << 10;
