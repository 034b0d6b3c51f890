import type { Finding } from '../model/finding';
import { lastStep, type Run } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';

/** The log has stopped growing: for far longer than its own cadence (stall), or for good (dead). */
export const stalled: Analyzer = {
  name: 'stalled',
  analyse(run) {
    if (run.status === 'stalled') return [findingOf(run, 'stall', stallAdvice())];
    if (run.status === 'dead') return [findingOf(run, 'dead', deadAdvice())];
    return [];
  },
};

const stallAdvice = () => say`Look at the process: a hanging data loader, a collective that waits for a lost worker and a full disk are the usual causes.`;
const deadAdvice = () => say`Look at the end of the job log for the cause (out of memory, time limit, lost node) and resume from the last checkpoint.`;

function findingOf(run: Run, rule: 'stall' | 'dead', advice: string): Finding {
  const checkpoint = run.checkpoints.at(-1);
  return {
    rule,
    level: 'warning',
    run: run.id,
    since: lastStep(run),
    headline: run.statusReason,
    evidence: [
      { label: say`Last step`, value: lastStep(run), unit: 'step', ...(run.plan.maxSteps !== undefined && { reference: run.plan.maxSteps }) },
      ...(checkpoint === undefined ? [] : [{ label: say`Last checkpoint`, value: checkpoint, unit: 'step' }]),
    ],
    advice: [{ text: advice }],
  };
}
