import { blueprintVersion, type Blueprint, type RankFit, type Recommendation, type Submodule } from '../../model/blueprint';
import type { GradientScale, GradientSource } from '../../model/gradient';
import type { TensorRole } from '../../model/checkpoint';
import { placeTensors } from '../checkpoints/place';
import { isRecord } from '../../model/isRecord';
import { parseJson } from '../tolerantJson';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A blueprint out of the text of its file; a sentence that says what is wrong with it. Only the schema version and the submodules with their
 * norms are needed: places are found again by name, shares are worked out anew.
 */
export function readBlueprint(text: string): Blueprint | { readonly error: string } {
  const file = parseJson(text);
  if (!isRecord(file) || file.schemaVersion === undefined || !Array.isArray(file.submodules)) return { error: 'The file is no gradient blueprint: it needs schemaVersion and submodules; make one with plateau blueprint.' };
  if (file.schemaVersion !== blueprintVersion) return { error: `The blueprint is of version ${JSON.stringify(file.schemaVersion)}, this Plateau reads ${blueprintVersion}: update Plateau or make it anew.` };
  const submodules: Submodule[] = [];
  for (const [i, one] of file.submodules.entries()) {
    const submodule = submoduleOf(one);
    if (!submodule) return { error: `Submodule ${i + 1} of the blueprint needs a name and gradNormMean, a number from 0 up.` };
    submodules.push(submodule);
  }
  const doubled = submodules.find(({ name }, i) => submodules.findIndex((other) => other.name === name) !== i);
  if (doubled) return { error: `The blueprint has the submodule ${doubled.name} twice.` };
  return { ...headOf(file), submodules: withShares(submodules), rankFit: isRecord(file.rankFit) ? file.rankFit as unknown as RankFit : null, recommendation: isRecord(file.recommendation) ? file.recommendation as unknown as Recommendation : null };
}

function headOf(file: Fields): Omit<Blueprint, 'submodules' | 'rankFit' | 'recommendation'> {
  const model = isRecord(file.model) ? file.model : {};
  return {
    schemaVersion: blueprintVersion,
    model: { name: text(model.name), revision: text(model.revision), parameters: positive(model.parameters) },
    task: text(file.task), batches: positive(file.batches), loss: text(file.loss), norm: 'l2',
    source: oneOf(file.source, sources) ?? 'recorder', scale: oneOf(file.scale, scales) ?? 'gradient',
    notes: Array.isArray(file.notes) ? file.notes.filter((note) => typeof note === 'string') : [],
  };
}

const sources: readonly GradientSource[] = ['recorder', 'log', 'optimizer state'];
const scales: readonly GradientScale[] = ['gradient', 'after clipping', 'restored', 'mean gradient'];

function submoduleOf(value: unknown): Submodule | undefined {
  if (!isRecord(value)) return undefined;
  const [name, norm, parameters] = [text(value.name), value.gradNormMean, positive(value.parameters)];
  if (name === null || typeof norm !== 'number' || !(norm >= 0)) return undefined;
  const [place] = placeTensors([{ name: `${name}.weight`, shape: [1, 1], type: 'F32', bytes: 0 }], {});
  return {
    name, parameters, gradNormMean: norm, gradNormMedian: positive(value.gradNormMedian), gradNormStd: positive(value.gradNormStd),
    gradNormPerSqrtParam: parameters === null ? null : norm / Math.sqrt(parameters), energyShare: 0,
    layer: typeof value.layer === 'number' ? value.layer : place.layer, role: (text(value.role) as TensorRole | null) ?? place.role, assumed: value.assumed === true,
    ...(value.adapted === true && { adapted: true as const }),
    ...(typeof value.silentRows === 'number' && typeof value.rows === 'number' && { silentRows: value.silentRows, rows: value.rows }),
  };
}

function withShares(submodules: readonly Submodule[]): readonly Submodule[] {
  const energy = submodules.reduce((sum, { gradNormMean }) => sum + gradNormMean ** 2, 0);
  return submodules.map((one) => ({ ...one, energyShare: energy > 0 ? one.gradNormMean ** 2 / energy : 0 })).sort((a, b) => b.gradNormMean - a.gradNormMean);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null;
}

function oneOf<T extends string>(value: unknown, among: readonly T[]): T | undefined {
  return among.find((one) => one === value);
}
