import { formatStep } from '../model/format';
import type { RunSummary } from '../engine/protocol';
import { byAttention, faceOf, isCurrent, isLive } from './runPresentation';
import type { Translate } from './runPresentation';
import { escapeMarkdown, withoutIcons } from './untrusted';

/** What the status bar shows. */
export interface Status {
  readonly text: string;
  readonly background?: 'warning' | 'error';
  /** Markdown whose untrusted parts are escaped. */
  readonly tooltip: string;
  /** Run whose panel a click opens; null opens the overview. */
  readonly run: string | null;
}

/** The run that needs attention most, or how many there are when none is current; undefined without runs. */
export function statusOf(runs: Iterable<RunSummary>, muted: ReadonlySet<string>, now: number, t: Translate): Status | undefined {
  const ordered = byAttention([...runs].filter(({ id }) => !muted.has(id)), now);
  if (!ordered.length) return undefined;
  const current = ordered.filter((run) => isCurrent(run, now));
  const tooltip = tooltipOf(current.length ? current : ordered, ordered.length, t);
  if (!current.length) return { text: `$(pulse) ${ordered.length === 1 ? t('1 run') : t('{0} runs', formatStep(ordered.length))}`, tooltip, run: null };
  const [first] = current;
  const { icon } = faceOf(first);
  const text = `$(${icon}) ${withoutIcons(shortened(first.name))} ${withoutIcons(first.verdict.badge)}`.trimEnd();
  return { text, background: isLive(first) ? backgroundOf(first) : undefined, tooltip, run: first.id };
}

function backgroundOf({ verdict }: RunSummary): Status['background'] {
  if (verdict.state === 'diverged') return 'error';
  return verdict.state === 'stop' ? 'warning' : undefined;
}

function tooltipOf(shown: readonly RunSummary[], all: number, t: Translate): string {
  const lines = shown.slice(0, mostListed).map((run) =>
    `$(${faceOf(run).icon}) **${escapeMarkdown(run.name)}** ${escapeMarkdown(run.verdict.sentence || run.verdict.badge)}`);
  const more = all - lines.length;
  return [...lines, ...(more > 0 ? [t('and {0} more', formatStep(more))] : [])].join('\n\n');
}

/** The end of a name tells runs apart more often than its beginning. */
function shortened(name: string): string {
  return name.length <= longest ? name : `…${name.slice(1 - longest)}`;
}

const mostListed = 6;
const longest = 24;
