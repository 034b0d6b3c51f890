import type { GradientEvidence } from './gradientEvidence';
import { ongoingExplosion } from './explosions';
import type { ModuleCourse } from './moduleInfluence';
import { isSolved, vanishing } from './vanishing';

/** The modules whose norms have vanished or are exploding at the end of the log, by the rules of the findings. */
export function moduleCourses({ norms, loss }: Pick<GradientEvidence, 'norms' | 'loss'>): readonly ModuleCourse[] {
  return norms.flatMap(({ name, steps, values }): readonly ModuleCourse[] => {
    const gone = vanishing({ steps, values });
    if (gone && !isSolved(loss ?? undefined, gone.first)) return [{ name, trouble: 'vanished', since: gone.first, usual: gone.usual, now: gone.now }];
    const explosion = ongoingExplosion(values);
    return explosion ? [{ name, trouble: 'exploding', since: steps[explosion.onset], usual: explosion.usual, now: values[values.length - 1] }] : [];
  });
}
