import type { GradientTail, TailOver } from '../../model/gradientReport';
import { say } from '../../model/say';
import type { SeriesPreparation, TailGoodness, TailReport } from '../../model/tail';
import { independentValues } from '../../numerics/tails/independentValues';
import { tailFitting, type TailFitting } from '../tails/tailFitting';
import { refusedTail, tailReport } from '../tails/tailReport';
import { fewestValues } from '../tails/usableValues';
import { tailCurve } from './tailCurve';

/** Values of which a tail is asked. Plain data. */
export interface TailQuestion {
  readonly over: TailOver;
  readonly label: string;
  readonly values: Float64Array;
}

/** What was fitted, with how a series was made independent first. Plain data. */
export interface AnsweredTail {
  readonly question: TailQuestion;
  /** The values that were fitted: those of the question, or of its series the independent ones. */
  readonly values: Float64Array;
  readonly fitting: TailFitting | { readonly error: string };
  readonly series?: SeriesPreparation;
}

/** Fits a tail; values over steps are made independent first. */
export function answeredTail(question: TailQuestion): AnsweredTail {
  if (question.over !== 'steps') return { question, values: question.values, fitting: tailFitting(question.values, 'continuous') };
  const { values, ...series } = independentValues(question.values);
  return { question, values, fitting: tailFitting(values, 'continuous'), series };
}

/** The tail for people, with its goodness of fit where that was tested. */
export function gradientTail({ question: { over, label }, values, fitting, series }: AnsweredTail, goodness?: TailGoodness): GradientTail {
  const report = 'error' in fitting ? refusedTail(refusal(fitting.error, over, values.length, series), series) : tailReport(fitting, { goodness, series });
  return { over, label, sentence: withoutCaveats(report), report, curve: tailCurve(values, 'error' in fitting ? undefined : fitting) };
}

function withoutCaveats({ verdict, caveats }: TailReport): string {
  return caveats.length === 0 ? verdict : verdict.slice(0, -caveats.join(' ').length).trimEnd();
}

function refusal(error: string, over: TailOver, count: number, series: SeriesPreparation | undefined): string {
  if (series) return say`${error} (${series.points} points of a series over steps are worth ${Math.round(series.effectiveSize)} independent values.)`;
  return over === 'modules' && count > 0 && count < fewestValues ? say`${count} modules are too few to tell a power law from anything else; ${fewestValues} are needed.` : error;
}
