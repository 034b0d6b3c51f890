import type { SpectrumMeasures, UtilisationNormalisation } from '../../model/spectrum';

export type Utilisation = Pick<SpectrumMeasures, 'softUtilisation' | 'hardUtilisation' | 'normalisation' | 'sui' | 'effectiveDimension'>;

export interface Ranks {
  readonly softRank: number;
  readonly hardRank: number;
  /** Number of eigenvalues, D. */
  readonly width: number;
}

/** How much of the width the ranks use, their harmonic mean, and the dimension that this amounts to. */
export function utilisation({ softRank, hardRank, width }: Ranks, normalisation: UtilisationNormalisation): Utilisation {
  const softUtilisation = shareOfWidth(softRank, width, normalisation);
  const hardUtilisation = shareOfWidth(hardRank, width, normalisation);
  const sui = harmonicMean(softUtilisation, hardUtilisation);
  return { softUtilisation, hardUtilisation, normalisation, sui, effectiveDimension: 1 + (width - 1) * sui };
}

/** A: rank/D. B: (rank − 1)/(D − 1), which is 0 at the least possible rank; a width of 1 is used in full. */
export function shareOfWidth(rank: number, width: number, normalisation: UtilisationNormalisation): number {
  if (normalisation === 'A') return rank / width;
  return width > 1 ? Math.max(0, (rank - 1) / (width - 1)) : 1;
}

function harmonicMean(a: number, b: number): number {
  if (a + b === 0) return 0;
  return (2 * a * b) / (a + b);
}
