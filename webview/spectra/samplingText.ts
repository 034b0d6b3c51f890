import type { Sampling } from '../../src/model/spectrum';
import { t } from '../components/translate';

/** How well a spectrum is sampled, in one or two words. */
export function samplingWord(sampling: Sampling): string {
  switch (sampling) {
    case 'exact': return t('exact');
    case 'well-sampled': return t('well sampled');
    case 'moderately under-sampled': return t('moderately under-sampled');
    case 'severely under-sampled': return t('severely under-sampled');
    case 'unknown': return t('sampling unknown');
  }
}

/** A sign before the word, so that doubtful figures can be told by shape. */
export function samplingSign(sampling: Sampling): string {
  switch (sampling) {
    case 'exact': case 'well-sampled': return '●';
    case 'moderately under-sampled': return '◐';
    case 'severely under-sampled': return '○';
    case 'unknown': return '?';
  }
}

/** Why a figure gives no verdict; undefined where it may. */
export function doubtOf(sampling: Sampling): string | undefined {
  return sampling === 'severely under-sampled' ? t('under-sampled: no verdict') : undefined;
}
