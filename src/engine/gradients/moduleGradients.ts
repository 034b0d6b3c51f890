import { placeTensors } from '../../formats/checkpoints/place';
import type { PlacedTensor } from '../../model/checkpoint';
import type { ModuleGradient } from '../../model/gradient';
import { meanOf } from '../../numerics/meanOf';
import { isOfAdapter, moduleOf } from './moduleName';
import type { ParameterName } from './nameParameters';
import type { ParameterEnergy } from './parameterEnergy';

/** Norms of the modules out of the energies of their parameters: G = √Σ E[g²]. In the order of the parameters. */
export function moduleGradients(energies: readonly ParameterEnergy[], names: ReadonlyMap<number | string, ParameterName>): readonly ModuleGradient[] {
  const modules = new Map<string, Part[]>();
  for (const energy of energies) {
    const { name, assumed } = names.get(energy.key) ?? { name: `parameters.${energy.key}`, assumed: true };
    const module = moduleOf(name);
    modules.set(module, [...modules.get(module) ?? [], { energy, name, assumed }]);
  }
  return [...modules].map(([name, parts]) => gradientOf(name, parts));
}

interface Part extends ParameterName {
  readonly energy: ParameterEnergy;
}

function gradientOf(name: string, parts: readonly Part[]): ModuleGradient {
  const sum = (of: (energy: ParameterEnergy) => number) => parts.reduce((total, { energy }) => total + of(energy), 0);
  const matrices = parts.filter(({ energy }) => energy.shape.length === 2 && energy.tellsSilence);
  return {
    name, parameters: sum(({ parameters }) => parameters),
    gradNormMean: Math.sqrt(sum(({ energy }) => energy)), gradNormMedian: null, gradNormStd: null,
    ...placeOf(name, parts[0].energy.shape),
    assumed: parts.some(({ assumed }) => assumed),
    ...(parts.some((part) => isOfAdapter(part.name)) && { adapted: true as const }),
    ...(matrices.length > 0 && {
      silentRows: matrices.reduce((count, { energy }) => count + silentRows(energy.rows), 0),
      rows: matrices.reduce((count, { energy }) => count + energy.rows.length, 0),
    }),
  };
}

/** Where a module stands and what it does, by its name. */
export function placeOf(name: string, shape: readonly number[]): Pick<PlacedTensor, 'layer' | 'role'> {
  const [{ layer, role }] = placeTensors([{ name: `${name}.weight`, shape, type: 'F32', bytes: 0 }], {});
  return { layer, role };
}

/** Rows whose energy is nothing beside the mean of all: below what float32 resolves of a sum of squares. */
function silentRows(rows: Float64Array): number {
  const mean = meanOf(rows);
  return rows.reduce((count, row) => count + (row <= mean * 2 ** -46 ? 1 : 0), 0);
}
