import { isRecord } from '../../model/isRecord';
import type { Source } from '../../model/source';
import type { CheckpointFormat, Folder, OpenedCheckpoint, StoredTensor } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { isPlainName } from './isPlainName';
import { mapLimited } from './mapLimited';
import { parseObject } from './parseObject';
import { openSafetensors } from './safetensors';
import { openTorchLegacy, torchLegacy } from './torchLegacy';
import { openTorchZip } from './torchZip';

/** An index of shards as Hugging Face writes it: `model.safetensors.index.json`, `pytorch_model.bin.index.json`. */
export const shardedIndex: CheckpointFormat = {
  id: 'sharded',
  label: 'sharded checkpoint',
  recognise: (path) => (indexName.test(path) ? 3 : 0),
  open: openShards,
};

/** Name of an index of shards. */
export const indexName = /\.(safetensors|bin|pt|pth)\.index\.json$/;

async function openShards(source: Source, folder: Folder): Promise<OpenedCheckpoint | Failure> {
  const index = await readIndex(source);
  if (isFailure(index)) return index;
  const names = [...new Set(index.files.values())];
  const shards = await mapLimited(names, parallelReads, (name) => openShard(folder, name));
  const opened = shards.filter((shard): shard is OpenedCheckpoint => !isFailure(shard));
  if (opened.length === 0 && names.length > 0) return { error: firstError(shards) };
  const tensors = opened.flatMap((shard) => shard.tensors);
  return {
    tensors, step: null,
    files: [source.path, ...opened.flatMap((shard) => shard.files)],
    metadata: Object.assign({}, ...opened.map((shard) => shard.metadata), index.metadata) as OpenedCheckpoint['metadata'],
    troubles: [...shards.flatMap((shard) => (isFailure(shard) ? [shard.error] : shard.troubles)), ...absent(index.files, tensors, shards)],
  };
}

interface ShardIndex {
  /** File of each tensor. */
  readonly files: ReadonlyMap<string, string>;
  readonly metadata: Readonly<Record<string, number | string>>;
}

const largestIndex = 64 * 2 ** 20;
const parallelReads = 16;
const damaged: Failure = { error: 'The index of the shards is damaged or still being written; wait, or save the checkpoint again.' };

async function readIndex(source: Source): Promise<ShardIndex | Failure> {
  const size = (await source.stat())?.size;
  if (size === undefined) return { error: 'The file is gone.' };
  if (size > largestIndex) return { error: `The index takes ${size} bytes, more than Plateau reads (${largestIndex}).` };
  const parsed = parseObject(new TextDecoder().decode(await source.read(0, size)));
  if (!parsed || !isRecord(parsed.weight_map)) return damaged;
  const files = Object.entries(parsed.weight_map).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { files: new Map(files), metadata: scalarsOf(parsed.metadata) };
}

async function openShard(folder: Folder, name: string): Promise<OpenedCheckpoint | Failure> {
  const called = JSON.stringify(name);
  if (!isPlainName(name)) return { error: `The index names a shard outside its folder (${called}); save the checkpoint again.` };
  const source = folder.source(name);
  if (!(await source.stat())) return { error: `The shard ${called} is missing: download or copy it into the folder of the index.` };
  const opened = await openByContent(source);
  return isFailure(opened) ? { error: `The shard ${called} cannot be read: ${opened.error}` } : opened;
}

async function openByContent(source: Source): Promise<OpenedCheckpoint | Failure> {
  if (source.path.endsWith('.safetensors')) return openSafetensors(source);
  const legacy = torchLegacy.recognise(source.path, await source.read(0, 64)) > 0;
  return legacy ? openTorchLegacy(source) : openTorchZip(source);
}

/** Tensors that the index promises and the shards that are there do not hold. */
function absent(files: ReadonlyMap<string, string>, tensors: readonly StoredTensor[], shards: readonly object[]): readonly string[] {
  if (shards.some(isFailure)) return [];
  const present = new Set(tensors.map(({ name }) => name));
  const lost = [...files.keys()].filter((name) => !present.has(name));
  return lost.length > 0 ? [`${lost.length} tensors of the index are in none of its shards, among them ${JSON.stringify(lost[0])}; save the checkpoint again.`] : [];
}

function firstError(shards: readonly object[]): string {
  return shards.find(isFailure)?.error ?? damaged.error;
}

function scalarsOf(metadata: unknown): Readonly<Record<string, number | string>> {
  if (!isRecord(metadata)) return {};
  return Object.fromEntries(Object.entries(metadata).filter((entry): entry is [string, number | string] => typeof entry[1] === 'number' || typeof entry[1] === 'string'));
}
