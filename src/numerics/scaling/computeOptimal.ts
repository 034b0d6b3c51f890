/** L = E + A/N^α + B/D^β; E = 0 for the law without it. */
export interface LossLawParameters {
  readonly E: number;
  readonly A: number;
  readonly B: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface ModelAndData {
  readonly n: number;
  readonly d: number;
}

/** Parameters and tokens of least loss for a compute of 6·N·D floating-point operations (Hoffmann et al. 2022, eq. 4). */
export function computeOptimal({ A, B, alpha, beta }: LossLawParameters, flops: number): ModelAndData {
  const balance = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));
  const n = balance * (flops / 6) ** (beta / (alpha + beta));
  return { n, d: flops / (6 * n) };
}

/** Loss of N parameters trained on D tokens. */
export function lossAt({ E, A, B, alpha, beta }: LossLawParameters, { n, d }: ModelAndData): number {
  return E + A * n ** -alpha + B * d ** -beta;
}
