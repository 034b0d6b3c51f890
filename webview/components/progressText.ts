import type { Progress } from '../../src/engine/protocol';
import { formatCount, formatPercent } from '../../src/model/format';
import { t } from './translate';

/** What the engine is doing, with how far it is. */
export function progressText({ phase, files, filesDone, bytes, bytesDone }: Progress): string {
  if (phase === 'discovering') return t('Looking for runs: {0} looked at.', formatCount(filesDone, t('file'), t('files')));
  if (phase === 'idle') return t('Everything has been read.');
  const share = bytes > 0 ? bytesDone / bytes : files > 0 ? filesDone / files : 0;
  return t('Reading {0}: {1}.', formatCount(files, t('file'), t('files')), formatPercent(share));
}
