/** Huber's weight for a residual in units of the scale: 1 inside, falling as 1/|z| outside. */
export function huberWeight(z: number): number {
  return 1 / Math.max(1, Math.abs(z));
}

/** Huber's loss for a residual in units of the scale: z²/2 inside, |z| − 1/2 outside. */
export function huberLoss(z: number): number {
  const size = Math.abs(z);
  return size <= 1 ? 0.5 * z * z : size - 0.5;
}
