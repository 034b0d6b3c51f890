import type { Run } from '../../model/run';
import { linearFit } from '../../numerics/linearFit';
import { medianOf } from '../../numerics/medianOf';
import { indexAt, stabilityLossOf, type LossCurve } from '../losses/lossSeries';

/** What the loss did between two steps. */
export interface LossCourse {
  readonly then: number;
  readonly now: number;
  /** Lowest level in between. */
  readonly lowest: { readonly step: number; readonly value: number };
  /** Where it went in the later half: the side of 0 on which the 95 % interval of its slope lies; 'level' on neither, 'unknown' with too few losses. */
  readonly trend: 'falling' | 'level' | 'rising' | 'unknown';
}

/** Training losses, else evaluation losses, in medians of nine; undefined where none was logged by the first step. */
export function lossCourse(run: Run, from: number, to: number): LossCourse | undefined {
  const loss = stabilityLossOf(run);
  const [then, now] = [loss && levelAt(loss, from), loss && levelAt(loss, to)];
  if (!loss || then === undefined || now === undefined) return undefined;
  const windows = windowsBetween(loss, from, to);
  const lowest = windows.reduce((least, each) => (each.value < least.value ? each : least), { step: to, value: now });
  return { then, now, lowest, trend: trendOf(windows.filter(({ step }) => step > (from + to) / 2)) };
}

/** The loss near a step; undefined where none was logged by then. */
export function lossNear(run: Run, step: number): number | undefined {
  const loss = stabilityLossOf(run);
  return loss && levelAt(loss, step);
}

const windowLength = 9;
const fewestWindows = 5;

interface Window {
  readonly step: number;
  readonly value: number;
}

function levelAt({ steps, values }: LossCurve, step: number): number | undefined {
  const at = indexAt(steps, step);
  return at < 0 ? undefined : medianOf(values.subarray(Math.max(0, at + 1 - windowLength), at + 1));
}

/** Medians of the losses after `from`, nine at a time, counted back from `to`; each at its last step. */
function windowsBetween({ steps, values }: LossCurve, from: number, to: number): readonly Window[] {
  const windows: Window[] = [];
  const first = indexAt(steps, from) + 1;
  for (let end = indexAt(steps, to) + 1; end - windowLength >= first; end -= windowLength) {
    windows.unshift({ step: steps[end - 1], value: medianOf(values.subarray(end - windowLength, end)) });
  }
  return windows;
}

function trendOf(windows: readonly Window[]): LossCourse['trend'] {
  const line = windows.length < fewestWindows ? undefined : linearFit(windows.map(({ step }) => step), windows.map(({ value }) => value));
  if (!line) return 'unknown';
  return line.high < 0 ? 'falling' : line.low > 0 ? 'rising' : 'level';
}
