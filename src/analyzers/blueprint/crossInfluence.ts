import { cumulativeShare, type Carrier } from './cumulativeShare';

/** Influence of every sample on every module: T_ij = |∂L(z_j)/∂θ_i|. */
export interface CrossInfluence {
  readonly modules: readonly string[];
  readonly samples: readonly (string | number)[];
  /** [modules, samples], row by row, at least 0. */
  readonly values: Float64Array;
  /** Parameters of each module, above 0; without them all modules count alike. */
  readonly sizes?: readonly number[];
}

/** Carriers of one side with their sums over the other, the order in which they are taken, and the share of the side after each. */
export interface Margin {
  readonly carriers: readonly Carrier[];
  readonly order: readonly number[];
  readonly share: Float64Array;
}

/** The modules or the samples, those with most influence for their size first. */
export function marginOf({ modules, samples, values, sizes }: CrossInfluence, side: 'modules' | 'samples'): Margin {
  const sums = new Float64Array(side === 'modules' ? modules.length : samples.length);
  for (let i = 0; i < values.length; i++) sums[side === 'modules' ? Math.floor(i / samples.length) : i % samples.length] += values[i];
  const carriers = Array.from(sums, (value, i) => ({ value, size: side === 'modules' ? sizes?.[i] ?? 1 : 1 }));
  const { order, k } = cumulativeShare(carriers);
  return { carriers, order, share: k };
}
