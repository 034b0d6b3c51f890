import type { Finding, Level, RuleId } from '../model/finding';
import type { Place, RunSummary } from '../engine/protocol';
import { anchorOf } from './anchors';
import { byAttention } from './runPresentation';
import type { Translate } from './runPresentation';
import { plainText } from './untrusted';

export type Severity = 'error' | 'warning' | 'information';

/** One row of Problems. */
export interface Problem {
  readonly place: Place;
  readonly severity: Severity;
  readonly rule: RuleId;
  readonly message: string;
  readonly related: readonly (Place & { readonly message: string })[];
}

/**
 * Problems by file. Runs that say the same about the same line are one problem, told by the run that needs attention
 * most; the others are named.
 */
export function problemsOf(runs: Iterable<RunSummary>, muted: ReadonlySet<string>, now: number, t: Translate): ReadonlyMap<string, readonly Problem[]> {
  const told = byAttention([...runs].filter(({ id }) => !muted.has(id)), now).flatMap(placed);
  const files = new Map<string, readonly Problem[]>();
  for (const [path, inFile] of groupedBy(told, ({ place }) => place.path)) {
    const fileIsShared = inFile.some(({ run }) => run !== inFile[0].run);
    const groups = groupedBy(inFile, ({ place, finding }) => `${place.line} ${finding.rule}`);
    files.set(path, [...groups.values()].map((group) => problemOf(group, fileIsShared, t)));
  }
  return files;
}

interface Placed {
  readonly run: RunSummary;
  readonly finding: Finding;
  readonly place: Place;
  readonly related: readonly (Place & { readonly message: string })[];
}

function placed(run: RunSummary): Placed[] {
  return run.findings.flatMap((finding) => {
    const anchor = anchorOf(run, finding);
    return anchor ? [{ run, finding, place: anchor.place, related: anchor.related }] : [];
  });
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function problemOf(group: readonly Placed[], fileIsShared: boolean, t: Translate): Problem {
  const [{ run, finding, place }] = group;
  const others = [...new Set(group.map((other) => other.run.name))].filter((name) => name !== run.name);
  const headline = plainText(finding.headline, 600);
  const named = fileIsShared ? `${plainText(run.name)}: ${headline}` : headline;
  return {
    place,
    severity: severityOf(finding),
    rule: finding.rule,
    message: others.length ? `${named} ${t('(also {0})', listed(others, t))}` : named,
    related: group.flatMap((other) => other.related).slice(0, mostRelated).map((related) => ({ ...related, message: plainText(related.message) })),
  };
}

/** A run that has lost its numbers is an error; one that has stopped being worth its cost is a warning. */
function severityOf({ level, rule }: Finding): Severity {
  if (level === 'stop' && destroyed.has(rule)) return 'error';
  return severities[level];
}

function listed(names: readonly string[], t: Translate): string {
  const shown = names.slice(0, mostNamed).map((name) => plainText(name)).join(', ');
  return names.length > mostNamed ? t('{0} and {1} more', shown, names.length - mostNamed) : shown;
}

const severities: Readonly<Record<Level, Severity>> = { stop: 'warning', warning: 'warning', note: 'information' };
const destroyed: ReadonlySet<RuleId> = new Set<RuleId>(['divergence', 'non-finite']);
const mostRelated = 10;
const mostNamed = 3;
