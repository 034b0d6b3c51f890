import { formatNumber, formatStep } from '../../model/format';
import { say } from '../../model/say';
import type { WidthGroup, WidthLaw } from '../../model/spectralReport';

/** Sentences on what a sweep over widths says, in the order in which they matter. */
export function widthAdvice({ soft, hard, asymmetry, paysUpTo, points }: Omit<WidthGroup, 'advice'>): readonly string[] {
  if (points.length < 3) return [];
  return [...widthSentence(paysUpTo, points, unsupported(soft, hard)), ...lawSentence('soft', say`soft`, soft), ...lawSentence('hard', say`hard`, hard), ...asymmetrySentence(soft, hard, asymmetry)];
}

function unsupported(soft: WidthLaw | null, hard: WidthLaw | null): readonly string[] {
  return [...(soft?.supported === false ? [say`soft`] : []), ...(hard?.supported === false ? [say`hard`] : [])];
}

function widthSentence(paysUpTo: number | null, points: WidthGroup['points'], doubtful: readonly string[]): string[] {
  const widest = points[points.length - 1];
  if (!Number.isFinite(widest.effectiveDimension)) return [];
  const reached = say`effective dimension ${formatNumber(widest.effectiveDimension)} of ${formatStep(widest.width)}`;
  const doubt = doubtful.length > 0 ? say` This rests on the single widths alone, while the law of the ${doubtful.join(say` and the `)} rank is not supported.` : '';
  return paysUpTo === null
    ? [say`The effective dimension still grows with the width (${reached} at the widest): no width that was tried is too wide.${doubt}`]
    : [say`Up to a width of ${formatStep(paysUpTo)} more width pays; beyond it ten more units buy less than one effective dimension (${reached}). The authors of the law find 2.67 to 4 times the hidden size best.${doubt}`];
}

function lawSentence(rank: 'soft' | 'hard', name: string, law: WidthLaw | null): string[] {
  if (!law) return [];
  const figures = say`β_${rank} = ${law.beta.toFixed(3)} (95 % ${law.low.toFixed(3)} to ${law.high.toFixed(3)}, R² ${law.rSquared.toFixed(3)}, n = ${law.n})`;
  return [law.supported ? say`The ${name} rank grows as a power of the width: ${figures}.` : say`A power law of the ${name} rank is not supported by these runs: ${figures}.`];
}

function asymmetrySentence(soft: WidthLaw | null, hard: WidthLaw | null, asymmetry: number | null): string[] {
  if (asymmetry === null || !soft || !hard) return [];
  const doubtful = unsupported(soft, hard);
  if (doubtful.length > 0) return [say`The difference of the exponents (β_soft − β_hard = ${asymmetry.toFixed(3)}) says nothing while the law of the ${doubtful.join(say` and the `)} rank is not supported.`];
  if (!(asymmetry > 0)) return [say`Both ranks grow alike with the width (β_soft − β_hard = ${asymmetry.toFixed(3)}).`];
  return [say`The soft rank grows faster than the hard rank (β_soft − β_hard = ${asymmetry.toFixed(3)}): more width adds weak directions first.`];
}
