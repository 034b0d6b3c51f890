import type { RunSummary } from '../../src/engine/protocol';
import { formatStep } from '../../src/model/format';
import { baseName } from '../../src/model/source';
import { t } from '../components/translate';
import type { Sibling } from './checkpointView';

/** The other checkpoints of the runs that this one belongs to, in the order of their steps. */
export function siblingsOf(path: string, runs: readonly RunSummary[]): readonly Sibling[] {
  const own = runs.filter(({ checkpoints }) => checkpoints.some((one) => one.path === path));
  const others = own.flatMap(({ checkpoints }) => checkpoints).filter((one) => one.path !== path);
  const distinct = [...new Map(others.map((one) => [one.path, one])).values()];
  return distinct.sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity))
    .map((one) => ({ path: one.path, name: one.step === null ? baseName(one.path) : t('step {0} · {1}', formatStep(one.step), baseName(one.path)) }));
}
