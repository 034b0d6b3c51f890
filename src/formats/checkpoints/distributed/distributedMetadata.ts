import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { Opaque, PickleGlobal } from '../pickle/pickleValue';
import type { PickleValue } from '../pickle/pickleValue';
import { torchType } from '../pickle/torchTypes';
import { unpickle } from '../pickle/unpickle';
import { attributesOf } from '../torch/dictOf';

/** Where one saved object stands: a stretch of a file, which is a small PyTorch file of its own. */
export interface DistributedPlace {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export interface DistributedChunk {
  /** Of its first element in the whole tensor. */
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
  readonly place: DistributedPlace | undefined;
}

export interface DistributedEntry {
  /** Full name: model.layers.0.attention.wq.weight. */
  readonly name: string;
  /** Keys of the nested dicts in which it stood. */
  readonly path: readonly PickleValue[];
  /** Absent where the entry is not a tensor but a pickled object. */
  readonly tensor?: { readonly type: string; readonly shape: readonly number[]; readonly chunks: readonly DistributedChunk[] };
  readonly place: DistributedPlace | undefined;
}

/** Reads `.metadata`, a plain pickle of torch.distributed.checkpoint.metadata.Metadata. */
export function readDistributedMetadata(bytes: Uint8Array): readonly DistributedEntry[] | Failure {
  const unpickled = unpickle(bytes);
  if (isFailure(unpickled)) return { error: unpickled.error };
  const attributes = attributesIn(unpickled.value);
  const described = attributes?.get('state_dict_metadata');
  const stored = attributes?.get('storage_data');
  if (!(described instanceof Map) || !(stored instanceof Map)) return { error: 'This .metadata does not belong to a PyTorch distributed checkpoint; open the file that holds the weights.' };
  const places = readPlaces(stored);
  const planned = attributes?.get('planner_data');
  const paths = planned instanceof Map ? planned : new Map<PickleValue, PickleValue>();
  return inOrderOfModel(described, paths).map(([name, description]) => {
    const path = paths.get(name);
    return { name, path: Array.isArray(path) ? path : [name], tensor: readTensor(name, description, places), place: places.get(placeKey(name, [])) };
  });
}

/** The metadata begin with what is divided among ranks; the paths keep the order of the state_dict. */
function inOrderOfModel(described: ReadonlyMap<PickleValue, PickleValue>, paths: ReadonlyMap<PickleValue, PickleValue>): readonly (readonly [string, PickleValue])[] {
  const names = new Set([...paths.keys(), ...described.keys()].filter((name) => typeof name === 'string'));
  return [...names].flatMap((name) => {
    const description = described.get(name);
    return description === undefined ? [] : [[name, description] as const];
  });
}

type Places = ReadonlyMap<string, DistributedPlace>;

function readPlaces(stored: ReadonlyMap<PickleValue, PickleValue>): Places {
  const places = new Map<string, DistributedPlace>();
  for (const [key, value] of stored) {
    const index = attributesIn(key);
    const info = attributesIn(value);
    const [name, file, offset, length] = [index?.get('fqn'), info?.get('relative_path'), info?.get('offset'), info?.get('length')];
    const transformed = info?.get('transform_descriptors');
    if (typeof name !== 'string' || typeof file !== 'string' || !isCount(offset) || !isCount(length) || isFilled(transformed)) continue;
    places.set(placeKey(name, countsIn(index?.get('offset')) ?? []), { file, offset, length });
  }
  return places;
}

function readTensor(name: string, description: PickleValue, places: Places): DistributedEntry['tensor'] {
  const attributes = attributesIn(description);
  const shape = countsIn(attributes?.get('size'));
  const chunks = attributes?.get('chunks');
  if (!shape || !Array.isArray(chunks)) return undefined;
  return { type: typeIn(attributes?.get('properties')), shape, chunks: chunks.flatMap((chunk) => readChunk(name, attributesIn(chunk), places) ?? []) };
}

function readChunk(name: string, chunk: ReadonlyMap<PickleValue, PickleValue> | undefined, places: Places): DistributedChunk | undefined {
  const offsets = countsIn(chunk?.get('offsets'));
  const sizes = countsIn(chunk?.get('sizes'));
  return offsets && sizes && { offsets, sizes, place: places.get(placeKey(name, offsets)) };
}

/** Properties are a tuple that begins with the dtype, or attributes in old versions. */
function typeIn(properties: PickleValue | undefined): string {
  const state = properties instanceof Opaque ? properties.state : null;
  const dtype = Array.isArray(state) ? state[0] : attributesIn(properties)?.get('dtype');
  return dtype instanceof PickleGlobal ? torchType(dtype.name) : 'unknown';
}

function attributesIn(value: PickleValue | undefined): ReadonlyMap<PickleValue, PickleValue> | undefined {
  return value instanceof Opaque ? attributesOf(value) : undefined;
}

function placeKey(name: string, offsets: readonly number[]): string {
  return `${name} ${offsets.join(',')}`;
}

function countsIn(value: PickleValue | undefined): number[] | undefined {
  return Array.isArray(value) && value.length <= 64 && value.every(isCount) ? value : undefined;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** What was compressed or encrypted on its way to the disk is not read. */
function isFilled(value: PickleValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}
