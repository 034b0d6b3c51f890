import type { TextSink } from './preset';

/** Part of a preset's state that remembers the last step that the log announced. */
export interface Progress {
  planned: number;
}

/** Learns what "step N of M" says: the plan when M is new, and the end when N is M. */
export function learnProgress(state: Progress, step: number, of: number | undefined, sink: TextSink): void {
  if (of === undefined || !(of > 0)) return;
  if (of !== state.planned) sink.learn({ plan: { maxSteps: of } });
  state.planned = of;
  if (step >= of) sink.learn({ ended: `reached step ${step} of ${of}` });
}
