import { folderOf as groupOf } from '../../../model/source';
import type { Source } from '../../../model/source';
import type { OpenedCheckpoint, StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import type { Dataset } from '../hdf5/dataset';
import { datasetTensor } from '../hdf5/datasetTensor';
import { Hdf5File } from '../hdf5/hdf5File';
import { walkHdf5 } from '../hdf5/walk';
import { Malformed } from '../malformed';
import { sizeOf } from '../strided';
import { tensorName } from './tensorNames';

/** The weights in an HDF5 file, without those of the optimizer, which have no names there. @throws Malformed */
export async function openWeights(source: Source): Promise<OpenedCheckpoint> {
  const size = (await source.stat())?.size;
  if (size === undefined) throw new Malformed('The file is gone.');
  const file = new Hdf5File(source, size);
  const content = await walkHdf5(file);
  const counts = membersOf(content.datasets);
  const tensors: StoredTensor[] = [];
  const troubles = [...content.unreadable].map(([path, reason]) => `${JSON.stringify(path)} is left out: ${reason}`);
  for (const [path, dataset] of inNaturalOrder(content.datasets)) {
    const tensor = datasetTensor(file, tensorName(path, { name: content.attributes.get(groupOf(path))?.name, count: counts.get(groupOf(path)) ?? 0 }), dataset);
    if (isFailure(tensor)) troubles.push(`${JSON.stringify(path)} is left out: ${tensor.error}`);
    else if (!optimizer.test(path)) tensors.push(tensor);
  }
  if (tensors.length === 0) troubles.push('This file holds no weights to analyse.');
  return { tensors, step: await iterations(file, content.datasets), files: [source.path], metadata: { ...content.attributes.get('') }, troubles };
}

const optimizer = /^optimizer(_weights)?\//;
const iterationPath = /^optimizer(\/vars\/0|_weights\/.*\biterations?(:0)?)$/;

/** HDF5 sorts by letters: dense_10 before dense_2. */
function inNaturalOrder(datasets: ReadonlyMap<string, Dataset>): [string, Dataset][] {
  const split = [...datasets].map(([path, dataset]) => ({ path, dataset, segments: path.split('/') }));
  return split.sort((a, b) => compareSegments(a.segments, b.segments)).map(({ path, dataset }) => [path, dataset]);
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((segment, i) => segment !== b[i]);
  return differing < 0 ? a.length - b.length : natural.compare(a[differing], b[differing] ?? '');
}

const natural = new Intl.Collator('en', { numeric: true });

/** Datasets in every group. */
function membersOf(datasets: ReadonlyMap<string, Dataset>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of datasets.keys()) counts.set(groupOf(path), (counts.get(groupOf(path)) ?? 0) + 1);
  return counts;
}

/** The optimizer's counter of steps, a whole number that the file may hold. */
async function iterations(file: Hdf5File, datasets: ReadonlyMap<string, Dataset>): Promise<number | null> {
  const found = [...datasets].find(([path, { shape, type }]) => iterationPath.test(path) && sizeOf(shape) === 1 && /^[IU]/.test(type.name));
  const tensor = found && datasetTensor(file, 'iterations', found[1]);
  return !tensor || isFailure(tensor) ? null : (await tensor.read())[0];
}
