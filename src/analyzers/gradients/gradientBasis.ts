import { formatCount, formatStep } from '../../model/format';
import type { InfluenceReport } from '../../model/gradientReport';
import { say } from '../../model/say';
import { baseName } from '../../model/source';
import type { GradientEvidence } from './gradientEvidence';

/** Which source was used and how far it is to be trusted, in sentences. */
export function gradientBasis({ trouble, total }: Pick<GradientEvidence, 'trouble' | 'total'>, influence: InfluenceReport | null, notes: readonly string[]): readonly string[] {
  const source = influence ? sourceSentence(influence) : total
    ? say`Only the norm of all gradients together is known: which modules carry it is not. The recorder writes norms by module; a checkpoint with its optimizer state tells them too.`
    : say`Nothing is known of the gradients of single modules.`;
  return [source, ...notes, ...(trouble === null ? [] : [trouble])];
}

function sourceSentence({ source, batches, path, step, modules }: InfluenceReport): string {
  const many = formatCount(modules.length, 'module');
  switch (source) {
    case 'recorder': return say`Norms of ${many} before clipping, from ${formatCount(batches ?? 0, 'record')} of the recorder: the most direct source there is.`;
    case 'log': return say`Norms of ${many} as the logger wrote them, at up to ${formatCount(batches ?? 0, 'step')} each; whether before or after clipping is not known.`;
    case 'optimizer state': return say`Norms of ${many} from the optimizer state in ${baseName(path ?? '')}${step === null ? '' : say` (step ${formatStep(step)})`}: running means over its last steps, as the optimizer saw the gradients.`;
  }
}
