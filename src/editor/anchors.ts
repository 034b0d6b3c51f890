import type { Finding } from '../model/finding';
import type { FindingAnchor, RunSummary } from '../engine/protocol';

/** The place of a finding. A rule that was broken several times has as many anchors, in the order of its findings. */
export function anchorOf(run: Pick<RunSummary, 'findings' | 'anchors'>, finding: Finding): FindingAnchor | undefined {
  const alike = run.findings.filter(({ rule }) => rule === finding.rule);
  const anchors = run.anchors.filter(({ rule }) => rule === finding.rule);
  return anchors[alike.indexOf(finding)] ?? anchors[0];
}
