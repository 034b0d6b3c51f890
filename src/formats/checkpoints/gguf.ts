import type { Source } from '../../model/source';
import type { CheckpointFormat, Folder, OpenedCheckpoint, StoredTensor } from './checkpointFormat';
import { readGgufHeader } from './gguf/readHeader';
import type { GgufHeader } from './gguf/readHeader';
import { storedTensors } from './gguf/storedTensors';
import { Malformed, orError } from './malformed';

/** Models of llama.cpp: one file, or several of which each has a header of its own. */
export const gguf: CheckpointFormat = {
  id: 'gguf',
  label: 'GGUF model',
  recognise: (path, head) => {
    const signed = head[0] === 0x47 && head[1] === 0x47 && head[2] === 0x55 && head[3] === 0x46;
    if (!signed) return 0;
    return path.toLowerCase().endsWith('.gguf') ? 3 : 2;
  },
  open: (source, folder) => orError(() => openAll(source, folder)),
};

async function openAll(source: Source, folder: Folder): Promise<OpenedCheckpoint> {
  const first = await openFile(source);
  const shards = shardNames(source.path, first.header);
  const tensors = [...first.tensors];
  const troubles: string[] = [];
  const files = [source.path];
  for (const name of shards) {
    const shard = folder.source(name);
    if (!(await shard.stat())) {
      troubles.push(`Part ${name} is missing: its tensors are not shown. Put it beside the others.`);
      continue;
    }
    tensors.push(...(await openFile(shard)).tensors);
    files.push(shard.path);
  }
  if (first.header.damage) troubles.push(first.header.damage);
  if (tensors.length === 0) troubles.push(sentenceWithoutTensors(first.header));
  return { tensors, step: null, files, metadata: first.header.metadata, troubles };
}

async function openFile(source: Source): Promise<{ header: GgufHeader; tensors: readonly StoredTensor[] }> {
  const stat = await source.stat();
  if (!stat) throw new Malformed(`${source.path} is gone.`);
  const header = await readGgufHeader(source, stat.size);
  return { header, tensors: storedTensors(source, stat.size, header) };
}

/** Names of the other parts: `model-00001-of-00003.gguf` says how many there are, and the header agrees. */
function shardNames(path: string, { metadata }: GgufHeader): string[] {
  const match = /([^/]*)-(\d{5})-of-(\d{5})\.gguf$/.exec(path);
  if (!match || Number(metadata['split.count'] ?? 1) !== Number(match[3])) return [];
  const [, stem, own, count] = match;
  return Array.from({ length: Number(count) }, (_, i) => String(i + 1).padStart(5, '0'))
    .filter((part) => part !== own)
    .map((part) => `${stem}-${part}-of-${count}.gguf`);
}

function sentenceWithoutTensors({ metadata }: GgufHeader): string {
  return 'tokenizer.ggml.model' in metadata
    ? 'This GGUF holds a vocabulary only: there are no weights to analyse.'
    : 'This GGUF holds no tensors: there are no weights to analyse.';
}
