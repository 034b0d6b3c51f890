import type { OptimizerGroup, OptimizerState, StoredOptimizer } from '../../formats/checkpoints/checkpointFormat';

/** What an optimizer keeps of one parameter. */
export interface ParameterState {
  /** Index or name in the optimizer. */
  readonly key: number | string;
  readonly group: OptimizerGroup;
  readonly state: OptimizerState;
}

/** Parameters with a state, in the order of the groups; a parameter that no group names comes last. */
export function parameterStates({ groups, state }: StoredOptimizer): readonly ParameterState[] {
  const grouped = groups.flatMap((group) => group.parameters.map((key) => ({ key, group })));
  const named = new Set(grouped.map(({ key }) => key));
  const rest = [...state.keys()].filter((key) => !named.has(key)).map((key) => ({ key, group: groups[0] ?? noGroup }));
  return [...grouped, ...rest].flatMap(({ key, group }) => {
    const own = state.get(key);
    return own ? [{ key, group, state: own }] : [];
  });
}

const noGroup: OptimizerGroup = { parameters: [], options: {} };
