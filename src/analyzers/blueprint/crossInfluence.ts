import { cumulativeShare, type Carrier } from './cumulativeShare';

/** Influence of every sample on every module: T_ij = |∂L(z_j)/∂θ_i|. */
export interface CrossInfluence {
  readonly modules: readonly string[];
  readonly samples: readonly (string | number)[];
  /** [modules, samples], row by row, at least 0. */
  readonly values: Float64Array;
}

/** Sums over the other side, and the order of falling sums. */
export function carrierOrder({ modules, samples, values }: CrossInfluence, side: 'modules' | 'samples'): { readonly carriers: readonly Carrier[]; readonly order: readonly number[] } {
  const sums = new Float64Array(side === 'modules' ? modules.length : samples.length);
  for (let i = 0; i < values.length; i++) sums[side === 'modules' ? Math.floor(i / samples.length) : i % samples.length] += values[i];
  const carriers = Array.from(sums, (value) => ({ value, size: 1 }));
  return { carriers, order: cumulativeShare(carriers).order };
}
