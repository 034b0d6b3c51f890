import type { OptimizerGroup, OptimizerState, StoredOptimizer } from '../checkpointFormat';

/**
 * Several optimizers of one model (Muon for its matrices, AdamW for the rest) as one: groups one after the other. Each counts its
 * parameters from 0, so that those of the later ones are counted on.
 */
export function joinOptimizers(optimizers: readonly StoredOptimizer[]): StoredOptimizer | undefined {
  if (optimizers.length < 2) return optimizers[0];
  const groups: OptimizerGroup[] = [];
  const state = new Map<number | string, OptimizerState>();
  let counted = 0;
  for (const optimizer of optimizers) {
    const moved = (key: number | string): number | string => (typeof key === 'number' ? key + counted : key);
    groups.push(...optimizer.groups.map((group) => ({ ...group, parameters: group.parameters.map(moved) })));
    for (const [key, own] of optimizer.state) state.set(moved(key), own);
    counted += countOf(optimizer);
  }
  return { groups, state };
}

/** Numbers that an optimizer uses for its parameters: one more than the greatest. */
function countOf({ groups, state }: StoredOptimizer): number {
  const keys = [...groups.flatMap(({ parameters }) => parameters), ...state.keys()].filter((key) => typeof key === 'number');
  return keys.reduce((most, key) => Math.max(most, key + 1), 0);
}
