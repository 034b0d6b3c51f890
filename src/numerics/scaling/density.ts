import type { LossLawParameters } from './computeOptimal';

/** A model as its cost of inference knows it. */
export interface ModelSize {
  /** All parameters. */
  readonly n: number;
  /** Parameters that a token passes through, of a mixture of experts. */
  readonly active?: number;
  /** Bits per parameter, of a quantised model. */
  readonly bits?: number;
}

/** Seconds per parameter and token at FP16 and batch 1. */
export interface InferenceCost {
  /** k1: reading a parameter from the memory of the GPU. */
  readonly read: number;
  /** k2: computing with it. */
  readonly compute: number;
  /** k1 of parameters that are kept elsewhere and loaded when needed. */
  readonly offload: number;
}

/** Costs from bandwidths in bytes per second and floating-point operations per second: 2 bytes and 2 operations per parameter. */
export function inferenceCost(bandwidth: number, flops: number, offloadBandwidth: number): InferenceCost {
  return { read: 2 / bandwidth, compute: 2 / flops, offload: 2 / offloadBandwidth };
}

/**
 * Parameters with which the reference reaches a loss after D tokens: N̂ = ((L − E − B·D^(−β))/A)^(−1/α) (arXiv 2412.04315, eq. 6).
 * 0 for an infinite loss, Infinity for one that no size reaches.
 */
export function effectiveParameters({ E, A, B, alpha, beta }: LossLawParameters, loss: number, tokens: number): number {
  const rest = loss - E - B * tokens ** -beta;
  return rest > 0 ? (rest / A) ** (-1 / alpha) : Infinity;
}

/**
 * ρ = N̂/N of a dense model; N̂·(k1 + k2)/(N·k1' + N_A·k2) where only some parameters are active, with k1' of offloading, or where
 * they are quantised, with k1' = k1·bits/16 (arXiv 2412.04315, section 5).
 */
export function capabilityDensity(effective: number, { n, active, bits }: ModelSize, { read, compute, offload }: InferenceCost): number {
  const quantised = bits !== undefined && bits < 16;
  if (!quantised && (active === undefined || active >= n)) return effective / n;
  const reading = quantised ? (read * bits) / 16 : offload;
  return (effective * (read + compute)) / (n * reading + (active ?? n) * compute);
}
