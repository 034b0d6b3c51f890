import { readAdapterConfig } from '../../formats/checkpoints/adapterConfig';
import type { Adapter } from '../../formats/checkpoints/adapters';
import { pairAdapters } from '../../formats/checkpoints/adapters';
import type { OpenedCheckpoint } from '../../formats/checkpoints/checkpointFormat';
import { placeTensors } from '../../formats/checkpoints/place';
import { folderOf } from '../../model/source';
import type { Files } from '../files';
import { checkpointFolder } from './checkpointFolder';
import type { WeightMatrix } from './weightMatrices';
import { weightMatrices } from './weightMatrices';

/** Every matrix of a checkpoint that has a spectrum: its weights, and the products of its adapters. */
export async function matricesOf(opened: OpenedCheckpoint, files: Files): Promise<readonly WeightMatrix[]> {
  const weights = weightMatrices(placeTensors(opened.tensors, opened.metadata));
  const home = opened.files.length > 0 ? folderOf(opened.files[0]) : undefined;
  const config = home === undefined ? undefined : await readAdapterConfig(checkpointFolder(files, home));
  return [...weights, ...pairAdapters(opened.tensors, config).map(productOf)];
}

function productOf({ name, place, shape, rank, scaling, a, b, expert, diagonal }: Adapter): WeightMatrix {
  return { name, role: place.role, layer: place.layer, shape, width: rank, parts: { kind: 'product', a: a.name, b: b.name, scaling, expert, diagonal: diagonal?.name } };
}
