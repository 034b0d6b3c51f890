import type { Place } from '../../src/engine/protocol';
import { byUrgency } from '../../src/model/finding';
import { formatStep } from '../../src/model/format';
import { baseName } from '../../src/model/source';
import type { Host } from '../components/host';
import { t } from '../components/translate';
import type { RunView } from './runView';

export interface Action {
  readonly label: string;
  /** Whether the run asks for it. */
  readonly urgent: boolean;
  act(): void;
}

/** The two or three things that make sense now, the likeliest first. */
export function actionsFor(view: RunView, host: Host): readonly Action[] {
  const { summary } = view.detail;
  const urgent = [...summary.findings].sort(byUrgency)[0];
  const anchor = urgent && summary.anchors.find(({ rule }) => rule === urgent.rule);
  const places: readonly Action[] = anchor
    ? [{ ...openAction(anchor.place, view, host), urgent: urgent.level !== 'note' }, ...anchor.related.slice(0, 1).map((place) => openAction(place, view, host))]
    : [];
  const asksForSomething = urgent !== undefined && urgent.level !== 'note';
  const mute: readonly Action[] = view.muted
    ? [{ label: t('Unmute this run'), urgent: false, act: () => void host.call('unmuteRun', summary.id) }]
    : asksForSomething ? [{ label: t('Mute this run'), urgent: false, act: () => void host.call('muteRun', summary.id) }] : [];
  const compare: Action = { label: t('Compare with other runs'), urgent: false, act: () => void host.call('openOverview', null) };
  return [...distinct([...places, ...mute]), compare].slice(0, 3);
}

/** Names the key that stands on the line of a configuration; otherwise the line of the file. */
function openAction(place: Place, { detail }: RunView, host: Host): Action {
  const entry = detail.configs.find(({ path }) => path === place.path)?.entries.find(({ line }) => line === place.line);
  const label = entry
    ? t('Open {0} in {1}', entry.key, baseName(place.path))
    : t('Open {0}, line {1}', baseName(place.path), formatStep(place.line + 1));
  return { label, urgent: false, act: () => void host.call('openPlace', { path: place.path, line: place.line, column: place.column, endColumn: place.endColumn }) };
}

function distinct(actions: readonly Action[]): readonly Action[] {
  return actions.filter(({ label }, i) => actions.findIndex((other) => other.label === label) === i);
}
