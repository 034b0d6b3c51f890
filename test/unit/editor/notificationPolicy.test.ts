import { describe, expect, it } from 'vitest';
import { announcementFor, announcementText, summaryText } from '../../../src/editor/notificationPolicy';
import { english, finding, summary } from './summary';

const stopping = summary({ findings: [finding()] });

describe('what is announced', () => {
  it('is a reason to stop a run that can still be stopped, and nothing else', () => {
    expect(announcementFor(stopping, undefined)).toMatchObject({ run: stopping.id, finding: { rule: 'marginal-return' } });
    expect(announcementFor(summary({ findings: [finding()], status: 'finished' }), undefined)).toBeUndefined();
    expect(announcementFor(summary({ findings: [finding()], status: 'dead' }), undefined)).toBeUndefined();
    expect(announcementFor(summary({ findings: [finding({ level: 'warning' })] }), undefined)).toBeUndefined();
    expect(announcementFor(summary(), undefined)).toBeUndefined();
  });

  it('is said once, and once more for each rise in severity', () => {
    const first = announcementFor(stopping, undefined);
    expect(announcementFor({ ...stopping, lastStep: 9000 }, first?.told)).toBeUndefined();
    const overfitting = { ...stopping, lastStep: 9000, findings: [finding(), finding({ rule: 'overfitting', since: 1 })] };
    expect(announcementFor(overfitting, first?.told), 'wasted either way').toBeUndefined();
    const diverged = { ...stopping, lastStep: 9000, findings: [finding(), finding({ rule: 'divergence' })] };
    const second = announcementFor(diverged, first?.told);
    expect(second?.finding.rule).toBe('divergence');
    expect(announcementFor(diverged, second?.told)).toBeUndefined();
    expect(announcementFor({ ...stopping, lastStep: 9500 }, second?.told)).toBeUndefined();
  });

  it('is said again of a run that began anew in the same place', () => {
    const first = announcementFor(stopping, undefined);
    expect(announcementFor({ ...stopping, lastStep: 700 }, first?.told)).toBeDefined();
    expect(announcementFor({ ...stopping, lastStep: 8000 }, first?.told), 'resumed from a checkpoint').toBeUndefined();
  });
});

describe('its words', () => {
  it('are one sentence with the name first', () => {
    expect(announcementText(stopping, finding(), english)).toBe('run-1 can stop: since step 6,120 another 1,000 steps buy less than 0.002.');
    expect(announcementText(stopping, finding({ rule: 'divergence', headline: 'Diverged at step 2,410.' }), english)).toBe('run-1 should stop: diverged at step 2,410.');
    expect(announcementText(stopping, finding({ rule: 'non-finite', headline: 'NaN since step 5.' }), english)).toBe('run-1 should stop: NaN since step 5.');
  });

  it('cannot hold a link that the workspace put there', () => {
    const text = announcementText({ name: '[x](command:workbench.action.quit)' }, finding(), english);
    expect(text).not.toMatch(/\]\(/);
    expect(summaryText(['[a](command:b)', 'c'], english)).not.toMatch(/\]\(/);
  });

  it('name a few of many', () => {
    expect(summaryText(['a', 'b', 'c', 'd', 'e'], english)).toBe('5 runs should stop: a, b, c, d, …');
  });
});
