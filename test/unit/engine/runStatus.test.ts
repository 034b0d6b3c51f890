import { describe, expect, it } from 'vitest';
import type { StatusEvidence } from '../../../src/engine/runStatus';
import { runStatus } from '../../../src/engine/runStatus';
import { defaultSettings } from '../../../src/model/settings';

const now = Date.UTC(2026, 0, 10);
const minute = 60_000;
const quiet: StatusEvidence = { now, grownAt: NaN, modified: now, lastRecord: NaN, cadence: 4_000, lastStep: 5310, firstStep: 10, stepGap: 10, plan: {}, ended: undefined, cut: false, copied: false, rateDone: false };
const statusOf = (evidence: Partial<StatusEvidence>) => runStatus({ ...quiet, ...evidence }, defaultSettings);

describe('runStatus', () => {
  it('is active while records come at their usual pace', () => {
    expect(statusOf({ modified: now - 30_000 }).status).toBe('active');
  });

  it('is stalled after a silence of many usual gaps, and dead after much more', () => {
    expect(statusOf({ modified: now - 2 * minute }).status).toBe('stalled');
    const dead = statusOf({ grownAt: now - 120 * minute });
    expect(dead.status).toBe('dead');
    expect(dead.reason).toBe('No new line for 2 h (usual gap 4 s) and no end marker: the process is probably gone. Last record: step 5,310.');
  });

  it('is patient with slow runs', () => {
    expect(statusOf({ cadence: 600_000, modified: now - 50 * minute }).status).toBe('active');
  });

  it('is finished when the log or the plan says so', () => {
    expect(statusOf({ ended: 'train_runtime was logged' }).status).toBe('finished');
    expect(statusOf({ plan: { maxSteps: 5310 }, modified: 0 }).status).toBe('finished');
    expect(statusOf({ plan: { maxSteps: 6000 }, modified: now - 120 * minute }).status).toBe('dead');
  });

  it('is finished when the learning rate has decayed to nothing and no plan says otherwise', () => {
    expect(statusOf({ rateDone: true }).status).toBe('finished');
    expect(statusOf({ rateDone: true, plan: { maxSteps: 6000 } }).status).toBe('active');
  });

  it('is finished when no further record was due before the planned end', () => {
    const printed = { stepGap: 100, lastStep: 900, plan: { maxSteps: 1000 }, modified: now - 5 * minute };
    expect(statusOf({ ...printed, firstStep: 0 })).toEqual({
      status: 'finished',
      reason: 'No new line for 5 min (usual gap 4 s), and none was due: the next after step 900 would be that of step 1,000, past the end of the 1,000 planned, counted from 0.',
    });
    expect(statusOf({ ...printed, firstStep: 0, modified: now }).status).toBe('active');
    expect(statusOf({ ...printed, firstStep: 100 }).status).toBe('dead');
    expect(statusOf({ ...printed, firstStep: 99, lastStep: 999 }).status).toBe('finished');
    expect(statusOf({ ...printed, firstStep: 0, lastStep: 800 }).status).toBe('dead');
    expect(statusOf({ ...printed, firstStep: 0, cut: true }).status).toBe('dead');
    expect(statusOf({ ...printed, firstStep: 0, stepGap: NaN }).status).toBe('dead');
    expect(statusOf({ ...printed, firstStep: 0, copied: true }).reason).toMatch(/^The log is a copy and complete: /);
  });

  it('calls nothing dead that nobody saw alive and of which no plan expects more', () => {
    expect(statusOf({ modified: now - 2 * minute }).status).toBe('stalled');
    expect(statusOf({ modified: now - 120 * minute })).toEqual({
      status: 'finished',
      reason: 'No new line for 2 h (usual gap 4 s); neither a plan nor an end marker says that more was to come. Last record: step 5,310.',
    });
    expect(statusOf({ modified: now - 120 * minute, cut: true }).status).toBe('dead');
    expect(statusOf({ modified: now - 120 * minute, plan: { maxSteps: 6000 } }).status).toBe('dead');
  });

  it('takes an old log without a plan for history, but not one that ends inside a record', () => {
    expect(statusOf({ modified: now - 30 * 1440 * minute }).status).toBe('finished');
    expect(statusOf({ modified: now - 30 * 1440 * minute, cut: true }).status).toBe('dead');
  });

  it('makes nothing of the silence of a log that tells neither plan nor pace, unless it was seen to grow', () => {
    expect(statusOf({ cadence: NaN, modified: now - 40 * minute }).status).toBe('finished');
    expect(statusOf({ cadence: NaN, grownAt: now - 40 * minute }).status).toBe('stalled');
    expect(statusOf({ cadence: NaN, modified: now - 40 * minute, plan: { maxSteps: 6000 } }).status).toBe('stalled');
  });

  it('expects nothing more of a file that appeared whole', () => {
    expect(statusOf({ copied: true, plan: { maxSteps: 6000 } })).toEqual({ status: 'dead', reason: 'The log is a copy that ends at step 5,310 of 6,000 without an end marker: the run was cut off, or goes on elsewhere.' });
    expect(statusOf({ copied: true }).status).toBe('finished');
    expect(statusOf({ copied: true, plan: { maxSteps: 6000 }, grownAt: now }).status).toBe('active');
  });

  it('trusts the records of a copied file, not its modification time', () => {
    expect(statusOf({ lastRecord: now - 30 * 1440 * minute, plan: { maxSteps: 6000 } }).status).toBe('dead');
  });

  it('trusts what it saw over every clock', () => {
    expect(statusOf({ grownAt: now - 5_000, modified: now + 90 * minute, lastRecord: now - 30 * 1440 * minute }).status).toBe('active');
  });
});
