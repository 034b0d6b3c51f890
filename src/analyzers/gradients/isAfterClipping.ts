/** Whether norms are logged after clipping at a threshold: none is above it and many are right at it. */
export function isAfterClipping(norms: Float64Array, threshold: number): boolean {
  if (norms.some((norm) => norm > threshold * (1 + printed))) return false;
  return norms.filter((norm) => norm >= threshold * (1 - printed)).length > norms.length * manyAtThreshold;
}

/** Logs print three or four digits, and PyTorch divides by the norm plus 1e-6. */
const printed = 1e-3;
const manyAtThreshold = 0.05;
