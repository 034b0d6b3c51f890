import { formatCount, formatNumber, formatPercent, formatStep } from '../../model/format';
import type { Submodule } from '../../model/blueprint';
import type { ModuleInfluence } from '../../model/gradientReport';
import { say } from '../../model/say';
import { medianOf } from '../../numerics/medianOf';
import { vanishedNorm, vanishedShare } from './vanishing';

/** What the course of one module's norms shows, by the rules of the findings. */
export interface ModuleCourse {
  readonly name: string;
  readonly trouble: 'vanished' | 'exploding';
  /** Step since which it holds, the norm then usual and the present one. */
  readonly since: number;
  readonly usual: number;
  readonly now: number;
}

/** The modules with what is wrong with each: by the course of its norms, else by its gradient beside that of the others. */
export function moduleInfluence(modules: readonly Submodule[], courses: readonly ModuleCourse[]): readonly ModuleInfluence[] {
  const usual = medianOf(modules.flatMap(({ gradNormPerSqrtParam }) => gradNormPerSqrtParam ?? []));
  const byName = new Map(courses.map((course) => [course.name, course]));
  return modules.map((module) => ({ ...module, ...(troubleInCourse(byName.get(module.name)) ?? troubleBeside(module, usual) ?? silence(module) ?? noTrouble) }));
}

type Trouble = Pick<ModuleInfluence, 'trouble' | 'why'>;

const noTrouble: Trouble = { trouble: null, why: null };

function troubleInCourse(course: ModuleCourse | undefined): Trouble | undefined {
  if (!course) return undefined;
  const { trouble, since, usual, now } = course;
  return { trouble, why: say`Norm ${formatNumber(now)} since step ${formatStep(since)}, usually ${formatNumber(usual)}.` };
}

/** A gradient per parameter that is nothing beside that of the modules in the middle. */
function troubleBeside({ gradNormMean, gradNormPerSqrtParam }: Submodule, usual: number): Trouble | undefined {
  if (gradNormMean < vanishedNorm) return { trouble: 'vanished', why: say`Norm ${formatNumber(gradNormMean)}: nothing is learned there.` };
  if (gradNormPerSqrtParam === null || !(gradNormPerSqrtParam < vanishedShare * usual)) return undefined;
  return { trouble: 'vanished', why: say`${formatNumber(gradNormPerSqrtParam)} per √parameter, where the median module has ${formatNumber(usual)}.` };
}

/** Rows without any gradient; those of an embedding are tokens that never came, which is no trouble. */
function silence({ silentRows, rows, role }: Submodule): Trouble | undefined {
  if (!silentRows || !rows || role === 'embedding' || role === 'head') return undefined;
  return { trouble: 'silent rows', why: say`${formatCount(silentRows, 'row')} of ${formatStep(rows)} (${formatPercent(silentRows / rows)}) have no gradient: dead neurons, or inputs that are always 0.` };
}
