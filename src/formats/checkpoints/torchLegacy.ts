import type { Source } from '../../model/source';
import type { CheckpointFormat, OpenedCheckpoint } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { loadStorage } from './pickle/loadStorage';
import { TensorStorage } from './pickle/pickleValue';
import type { PickleValue } from './pickle/pickleValue';
import { largestPickle, unpickle } from './pickle/unpickle';
import { describeCheckpoint } from './torch/describeCheckpoint';
import { legacyStorages } from './torch/legacyStorages';

/** What torch.save wrote before PyTorch 1.6: five pickles in a row, then the storages. */
export const torchLegacy: CheckpointFormat = {
  id: 'torchLegacy',
  label: 'PyTorch checkpoint (legacy)',
  recognise: (_path, head) => (magic.every((byte, i) => head[i] === byte) ? 3 : 0),
  open: (source) => openTorchLegacy(source),
};

/** Opens such a file. */
export async function openTorchLegacy(source: Source): Promise<OpenedCheckpoint | Failure> {
  const pickles = await readPickles(source);
  if (isFailure(pickles)) return pickles;
  const [, , system, value, keys] = pickles.values;
  if (system instanceof Map && system.get('little_endian') === false) return { error: 'The file was written on a big-endian machine; load it in PyTorch and save it again.' };
  const storages = await legacyStorages(source, pickles.end, Array.isArray(keys) ? keys : [], pickles.types);
  return isFailure(storages) ? storages : describeCheckpoint({ value, storages, foreign: pickles.foreign }, source.path);
}

/** PROTO 2, LONG1 0x1950a86a20f9469cfc6c, STOP. */
const magic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

interface Pickles {
  /** Magic number, version, system, the value, keys of the storages. */
  readonly values: readonly PickleValue[];
  /** Number type of each storage. */
  readonly types: ReadonlyMap<string, string>;
  /** What any of them asks to call beyond the known constructors. */
  readonly foreign: ReadonlySet<string>;
  readonly end: number;
}

/** How long the pickles are is known only at their end: more of the file is read until they are complete. */
async function readPickles(source: Source): Promise<Pickles | Failure> {
  for (let length = firstRead; ; length *= 4) {
    const bytes = await source.read(0, Math.min(length, largestPickle));
    const pickles = parsePickles(bytes);
    if (!isFailure(pickles)) return pickles;
    const more = pickles.cutOff && bytes.length === length && length < largestPickle;
    if (!more) return { error: pickles.error };
  }
}

function parsePickles(bytes: Uint8Array): Pickles | (Failure & { readonly cutOff: boolean }) {
  const types = new Map<string, string>();
  const load = (identifier: PickleValue): PickleValue => {
    const storage = loadStorage(identifier);
    if (storage instanceof TensorStorage) types.set(storage.key, storage.type);
    return storage;
  };
  const values: PickleValue[] = [];
  const foreign = new Set<string>();
  let end = 0;
  while (values.length < 5) {
    const unpickled = unpickle(bytes, load, end);
    if (isFailure(unpickled)) return unpickled;
    values.push(unpickled.value);
    for (const name of unpickled.foreign) foreign.add(name);
    end = unpickled.end;
  }
  return { values, types, foreign, end };
}

const firstRead = 2 ** 20;
