import { t } from '../components/translate';

/** What WeightWatcher reads from the tail exponent of a weight matrix, in its own bounds. */
export function alphaReading(alpha: number): string {
  if (!Number.isFinite(alpha)) return t('no fit');
  if (alpha < 2) return t('over-trained');
  if (alpha <= 6) return t('good');
  if (alpha <= 8) return t('under-trained');
  return t('not a power law');
}
