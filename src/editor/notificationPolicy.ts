import type { Finding, RuleId } from '../model/finding';
import { byUrgency } from '../model/finding';
import type { RunSummary } from '../engine/protocol';
import { shouldStop } from './runPresentation';
import type { Translate } from './runPresentation';
import { withoutLinks } from './untrusted';

/** What was said of a run: how bad it was, and at which step, to know a run that began anew in the same place. */
export interface Told {
  readonly severity: number;
  readonly step: number;
}

export interface Announcement {
  readonly run: string;
  readonly finding: Finding;
  readonly told: Told;
}

/** What to say of a run now: its worst reason to stop, unless that or worse was said before. */
export function announcementFor(run: RunSummary, before: Told | undefined): Announcement | undefined {
  if (!shouldStop(run)) return undefined;
  const reasons = run.findings.filter(({ level }) => level === 'stop');
  const finding = reasons.sort((a, b) => severityOf(b.rule) - severityOf(a.rule) || byUrgency(a, b))[0];
  const severity = severityOf(finding.rule);
  const known = before && run.lastStep >= before.step * resumed ? before.severity : 0;
  return severity > known ? { run: run.id, finding, told: { severity, step: run.lastStep } } : undefined;
}

/** The sentence of a notification. A run that goes wrong should stop; one that is not worth its cost can. */
export function announcementText(run: Pick<RunSummary, 'name'>, finding: Finding, t: Translate): string {
  const headline = decapitalised(finding.headline);
  const text = finding.rule === 'marginal-return' ? t('{0} can stop: {1}', run.name, headline) : t('{0} should stop: {1}', run.name, headline);
  return withoutLinks(text);
}

/** One sentence for many runs that should stop at the same time. */
export function summaryText(names: readonly string[], t: Translate): string {
  return withoutLinks(t('{0} runs should stop: {1}', names.length, names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', ')));
}

/** A run that resumes from a checkpoint falls back by less than this share of its steps; one that begins anew by more. */
const resumed = 0.5;

function severityOf(rule: RuleId): number {
  return severities[rule] ?? 1;
}

function decapitalised(sentence: string): string {
  return /^[A-Z][a-z]*(?: |,)/.test(sentence) ? sentence[0].toLowerCase() + sentence.slice(1) : sentence;
}

/** Rises that are worth a second word: from wasted, over going wrong, to ruined. */
const severities: Readonly<Partial<Record<RuleId, number>>> = { 'gradient-explosion': 2, 'divergence': 2, 'non-finite': 3 };
