/** Hears how much of a computation is done, from 0 to 1. */
export type ProgressListener = (fraction: number) => void;

/** A listener for one stretch of the whole, from `start` on and `share` of it long. */
export function stretch(listener: ProgressListener | undefined, start: number, share: number): ProgressListener | undefined {
  return listener && ((fraction) => listener(start + share * fraction));
}
