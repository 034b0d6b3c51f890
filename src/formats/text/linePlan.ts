import type { GenericLine } from './genericLine';
import type { TextSink } from './preset';

/** What lines of unknown origin have said of the length of their run; part of a preset's state. */
export interface LinePlan {
  /** Steps in all, where the log says so in words; 0 where it does not. */
  total: number;
  epochs: number;
  firstEpoch: number;
  lastEpoch: number;
  /** Largest step as it was written, and whether one was written below it. */
  written: number;
  restarted: boolean;
  maxSteps: number;
  lastStep: number;
  /** Why the log is over, as far as it has said so since its last record. */
  ended: string;
}

export const startLinePlan: LinePlan = { total: 0, epochs: 0, firstEpoch: -1, lastEpoch: -1, written: -1, restarted: false, maxSteps: 0, lastStep: -1, ended: '' };

/** Learns the plan from what a record says of its place, and the end where no further record is to come. */
export function learnLinePlan(position: Pick<GenericLine, 'epoch' | 'epochs' | 'fine' | 'of'>, step: number, plan: LinePlan, sink: TextSink): void {
  const { epoch, epochs, fine, of } = position;
  plan.ended = '';
  if (epoch !== undefined) {
    if (plan.firstEpoch < 0) plan.firstEpoch = epoch;
    plan.lastEpoch = epoch;
  }
  if (epochs !== undefined) plan.epochs = epochs;
  if (fine !== undefined) {
    plan.restarted ||= fine < plan.written;
    plan.written = Math.max(plan.written, fine);
  }
  const maxSteps = plannedSteps(fine, of, plan);
  const gap = step > plan.lastStep && plan.lastStep >= 0 ? step - plan.lastStep : 0;
  plan.lastStep = step;
  if (!(maxSteps > 0)) return;
  if (maxSteps !== plan.maxSteps) sink.learn({ plan: { maxSteps, ...(plan.epochs > 0 ? { maxEpochs: plan.epochs } : {}) } });
  plan.maxSteps = maxSteps;
  if (step + gap > maxSteps) plan.ended = `step ${step} of ${maxSteps} is the last that is logged at this pace`;
}

/** Steps in all as the examples of Hugging Face and scripts made from them announce them; undefined in any other line. */
export function announcedSteps(line: string): number | undefined {
  const steps = /\btotal (?:optimization|training|train) steps\b[^\d\n]{0,24}[:=]\s*(\d{1,12})\s*$/i.exec(line)?.[1];
  return steps === undefined ? undefined : Number(steps);
}

/**
 * Steps in all, 0 where the lines do not say. "N of M" is the whole run where no epochs are named, and one epoch where
 * their number is. Epochs that are counted from 0 end with one less than their number. A run that began in the middle
 * counts from there, and its plan does not fit.
 */
function plannedSteps(fine: number | undefined, of: number | undefined, { total, epochs, firstEpoch, lastEpoch, written, restarted }: LinePlan): number {
  if (total > 0) return total;
  if (firstEpoch > 1) return 0;
  if (written < 0) return firstEpoch === 0 ? epochs - 1 : epochs;
  if (of === undefined || fine === undefined) return 0;
  if (firstEpoch < 0) return restarted ? 0 : of;
  if (lastEpoch > firstEpoch && !restarted) return of;
  return epochs * of;
}
