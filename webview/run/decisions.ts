import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { Decision, MarginalReturnReport } from '../../src/model/report';
import { t } from '../components/translate';

export function decisionWord(decision: Decision): string {
  switch (decision) {
    case 'unsure': return t('too early');
    case 'continue': return t('continue');
    case 'wait': return t('wait');
    case 'decay': return t('start decay');
    case 'stop': return t('stop');
  }
}

/** What another threshold would change, in one sentence. */
export function whatChanges(now: MarginalReturnReport, trial: MarginalReturnReport, planned: number | null): string {
  const at = formatNumber(trial.threshold);
  const then = formatNumber(now.threshold);
  if (trial.decision !== 'stop') {
    return now.decision === 'stop'
      ? t('At {0} the rule would not stop: {1}.', at, decisionWord(trial.decision))
      : t('At {0} the rule says the same as at {1}: {2}.', at, then, decisionWord(trial.decision));
  }
  if (now.decision !== 'stop') return t('At {0} the rule says stop since step {1}{2}.', at, formatStep(trial.since), savedOf(trial.since, planned));
  const earlier = now.since - trial.since;
  if (earlier === 0) return t('At {0} the rule says stop since step {1}, as at {2}.', at, formatStep(trial.since), then);
  const difference = earlier > 0
    ? t('{0} steps earlier than at {1}', formatStep(earlier), then)
    : t('{0} steps later than at {1}', formatStep(-earlier), then);
  return t('At {0} the rule says stop since step {1}, {2}{3}.', at, formatStep(trial.since), difference, savedOf(trial.since, planned));
}

function savedOf(since: number, planned: number | null): string {
  return planned === null ? '' : t(', saving {0} of the plan', formatPercent(1 - since / planned));
}
