import { intervalOf, formatNumber, formatStep } from '../../src/model/format';
import type { MarginalReturnReport } from '../../src/model/report';
import { t } from '../components/translate';
import type { Mark, Picture, Rule } from '../charts/picture';
import type { StepAxis } from '../charts/stepAxis';
import { signedLogScale } from '../charts/valueScale';
import { decisionWord } from './decisions';

/** The marginal return at each check with its interval, the threshold, and since when the rule has decided. */
export function marginalReturnPicture(report: MarginalReturnReport, tried: number | null, trial: MarginalReturnReport | null, steps: StepAxis): Picture {
  const linearUpTo = 10 ** Math.floor(Math.log10(report.threshold > 0 ? report.threshold : smallestThreshold));
  const saved: Rule = { value: report.threshold, colour: tried === null ? 'red' : 'muted', dash: tried === null ? [] : [2, 3] };
  const rules: readonly Rule[] = tried === null ? [saved] : [saved, { value: tried, colour: 'red', dash: [] }];
  return {
    sentence: sentence(report),
    lines: [{ label: t('marginal return'), colour: 'foreground', points: report.checks.map(({ step, marginalReturn }) => ({ x: step, y: marginalReturn })), width: 1.5 }],
    bands: [{ label: t('95 %'), colour: 'foreground', points: report.checks.map(({ step, low, high }) => ({ x: step, low, high })) }],
    rules, marks: decided(trial ?? report),
    axis: { title: report.thresholdUnit, scale: signedLogScale(linearUpTo), ...limits(report, linearUpTo, steps) }, stepsShown: true,
  };
}

const smallestThreshold = 0.001;

function decided({ decision, since }: MarginalReturnReport): readonly Mark[] {
  if (!Number.isFinite(since) || decision === 'unsure' || decision === 'continue') return [];
  return [{ step: since, colour: 'red', label: t('{0} since {1}', decisionWord(decision), formatStep(since)) }];
}

/** From a little below zero to the largest gain in view: an interval may leave through either edge. */
function limits({ checks, threshold }: MarginalReturnReport, linearUpTo: number, { view }: StepAxis): { low: number; high: number } {
  const inView = checks.filter(({ step }) => step >= view.from && step <= view.to);
  const largest = inView.reduce((most, { marginalReturn }) => Math.max(most, marginalReturn), threshold);
  const smallest = inView.reduce((least, { low, marginalReturn }) => Math.min(least, Math.max(low, -10 * linearUpTo), marginalReturn), 0);
  return { low: Math.min(smallest, -linearUpTo / 2), high: Math.max(largest * 2, threshold * 5, linearUpTo * 10) };
}

function sentence(report: MarginalReturnReport): string {
  const last = report.checks.at(-1);
  if (!last) return t('There is no check of the marginal return yet.');
  const side = last.marginalReturn < report.threshold ? t('below') : t('above');
  return t('The marginal return at step {0} is {1} {2} (95 %: {3}), {4} the threshold of {5}.',
    formatStep(last.step), formatNumber(last.marginalReturn), report.thresholdUnit, intervalOf(last.marginalReturn, last.low, last.high), side, formatNumber(report.threshold));
}
