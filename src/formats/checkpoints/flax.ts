import type { Source } from '../../model/source';
import { baseName } from '../../model/source';
import type { CheckpointFormat, OpenedCheckpoint } from './checkpointFormat';
import { readTree } from './flax/readTree';
import { marker, treeTensors } from './flax/treeTensors';
import { HeaderReader } from './headerReader';
import { Malformed, orError } from './malformed';
import { stepOf } from './stepOf';

/** Parameters or a training state of Flax: flax_model.msgpack, checkpoint_1000. */
export const flax: CheckpointFormat = {
  id: 'flax',
  label: 'Flax checkpoint (MessagePack)',
  recognise(path, head) {
    if (!isMap(head[0])) return 0;
    if (path.toLowerCase().endsWith('.msgpack')) return 3;
    return /^checkpoint_\d+$/.test(baseName(path)) ? 2 : 0;
  },
  open: (source) => orError(() => open(source)),
};

/** Values lie between small heads: reading far ahead would read them. */
const windowBytes = 4096;

function isMap(byte: number): boolean {
  return (byte >= 0x80 && byte < 0x90) || byte === 0xde || byte === 0xdf;
}

async function open(source: Source): Promise<OpenedCheckpoint> {
  const size = (await source.stat())?.size;
  if (!size) throw new Malformed('The file is gone or empty. Save it again.');
  const tree = await readTree(new HeaderReader(source, size, windowBytes));
  const { tensors, troubles } = treeTensors(source, tree);
  const weights = tensors.filter(({ name }) => !name.startsWith('opt_state/'));
  const chunked = [...tree.scalars.keys()].filter((name) => name.endsWith(`/${marker}`)).map((name) => name.slice(0, -marker.length));
  const metadata = Object.fromEntries([...tree.scalars].filter(([name]) => !name.startsWith('opt_state/') && !chunked.some((prefix) => name.startsWith(prefix))));
  const none = weights.length === 0 ? ['This file holds no arrays: there are no weights to analyse.'] : [];
  return { tensors: weights, step: await stepOfState(weights, metadata), files: [source.path], metadata, troubles: [...troubles, ...none] };
}

/** The counter of a TrainState is a number, or an array without dimensions. */
async function stepOfState(tensors: OpenedCheckpoint['tensors'], metadata: OpenedCheckpoint['metadata']): Promise<number | null> {
  const counter = tensors.find(({ name, shape, type }) => name === 'step' && shape.length === 0 && /^[IU]/.test(type));
  return counter ? (await counter.read())[0] : stepOf(metadata);
}
