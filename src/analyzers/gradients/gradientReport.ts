import type { ExponentCourse, GradientReport, GradientTail } from '../../model/gradientReport';
import { say } from '../../model/say';
import { clippingReport } from './clippingReport';
import { courseOverModules, courseOverSteps, type NormsAtStep } from './exponentCourse';
import { gradientBasis } from './gradientBasis';
import type { GradientEvidence } from './gradientEvidence';
import { answeredTail, gradientTail, type AnsweredTail, type TailQuestion } from './gradientTail';
import { gradientVerdict } from './gradientVerdict';
import { influenceReport } from './influenceReport';

/** Everything that can be said of the gradients of a run; a sentence where nothing is known of them. */
export function gradientReport(evidence: GradientEvidence): GradientReport | { readonly error: string } {
  const found = influenceReport(evidence);
  const refused = found && 'error' in found ? found.error : undefined;
  const { influence, notes } = found && !('error' in found) ? found : { influence: null, notes: refused === undefined ? [] : [refused] };
  if (!influence && !evidence.total) return { error: refused ?? evidence.trouble ?? say`Neither the log nor a checkpoint of this run tells anything of its gradients.` };
  const answers = tailQuestions(evidence).map(answeredTail);
  const tails = answers.map((answer) => gradientTail(answer));
  const clipping = (evidence.total && clippingReport(evidence.total.values, evidence.clip)) ?? null;
  return {
    run: evidence.run,
    verdict: gradientVerdict(evidence, { influence, tails, clipping }),
    basis: gradientBasis(evidence, influence, notes),
    influence, tails, clipping,
    courses: courses(evidence, answers, tails),
    checkpoint: evidence.checkpoint,
  };
}

/** The values of which tails are asked: the norms of the modules, and the norm of all over the steps. */
export function tailQuestions({ total, measurement }: Pick<GradientEvidence, 'total' | 'measurement'>): readonly TailQuestion[] {
  const modules = measurement?.modules.map(({ gradNormMean }) => gradNormMean).filter(Number.isFinite) ?? [];
  return [
    ...(modules.length > 0 ? [{ over: 'modules', label: say`gradient norms of ${modules.length} modules`, values: Float64Array.from(modules) }] as const : []),
    ...(total ? [{ over: 'steps', label: say`${total.original} over ${total.values.length} logged steps`, values: total.values }] as const : []),
  ];
}

/** Where no law can be read from the norm of all, its exponent means nothing. */
function courses({ norms, total }: GradientEvidence, answers: readonly AnsweredTail[], tails: readonly GradientTail[]): readonly ExponentCourse[] {
  const overSteps = answers.map(({ fitting, series }, i) => {
    const { over, report: { best } } = tails[i];
    return total && over === 'steps' && best !== 'none' && !('error' in fitting) ? courseOverSteps(total, fitting, series?.effectiveSize ?? 0, best) : undefined;
  });
  return [courseOverModules(recordsOf(norms)), ...overSteps].filter((course) => course !== undefined);
}

/** The norms of all modules at the steps at which all of them were recorded; of many records evenly some. */
function recordsOf(norms: GradientEvidence['norms']): readonly NormsAtStep[] {
  const byStep = new Map<number, number[]>();
  for (const { steps, values } of norms) steps.forEach((step, i) => byStep.set(step, [...byStep.get(step) ?? [], values[i]]));
  const complete = [...byStep].filter(([, own]) => own.length === norms.length).sort(([a], [b]) => a - b);
  const stride = Math.ceil(complete.length / mostRecords) || 1;
  return complete.filter((_, i) => i % stride === 0).map(([step, own]) => ({ step, norms: own }));
}

const mostRecords = 200;
