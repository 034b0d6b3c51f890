/**
 * Which of several attempts a line of a notebook belongs to. A notebook quotes excerpts of runs that were started
 * again with other settings, so a jump back in it is another attempt; in a log it is a resumed run, and nothing is
 * told apart there.
 */
export interface Attempts {
  readonly notebook: boolean;
  number: number;
  step: number;
  last: number;
  samples: number;
  batch: number;
}

export function startAttempts(notebook: boolean): Attempts {
  return { notebook, number: 1, step: -Infinity, last: 0, samples: NaN, batch: NaN };
}

/** Lane of the present attempt. */
export function laneOf(attempts: Attempts): string {
  return attempts.number === 1 ? '' : `attempt ${attempts.number}`;
}

/** Begins another attempt where the steps jump back, the planned length changes or the batches cannot add up. */
export function followAttempt(attempts: Attempts, step: number, last = attempts.last, line = ''): void {
  if (!attempts.notebook) return;
  const samples = numberAfter(line, 'consumed samples:');
  const batch = numberAfter(line, 'global batch size:');
  const replanned = attempts.last !== 0 && last !== 0 && last !== attempts.last;
  if (step < attempts.step || replanned || !addsUp(attempts, step, samples, batch)) attempts.number++;
  Object.assign(attempts, { step, last });
  if (samples === samples) attempts.samples = samples;
  if (batch === batch) attempts.batch = batch;
}

/** Samples per step between two lines lie between the batch sizes of the two, up to the rounding of a ramp. */
function addsUp(before: Attempts, step: number, samples: number, batch: number): boolean {
  const known = [before.samples, before.batch, samples, batch].every((value) => value === value);
  if (!known || step === before.step) return true;
  const perStep = (samples - before.samples) / (step - before.step);
  return perStep >= 0.99 * Math.min(before.batch, batch) && perStep <= 1.01 * Math.max(before.batch, batch);
}

function numberAfter(line: string, label: string): number {
  const at = line.indexOf(label);
  return at < 0 ? NaN : Number.parseInt(line.slice(at + label.length, at + label.length + 24).trim(), 10);
}
