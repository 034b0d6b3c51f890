import { describe, expect, it } from 'vitest';
import type { Folder } from '../../../../src/formats/checkpoints/checkpointFormat';
import { openCheckpoint } from '../../../../src/formats/checkpoints/openCheckpoint';
import type { ReadCheckpoint } from '../../../../src/formats/checkpoints/openCheckpoint';
import { fixture } from '../fixture';
import { memoryFolder } from './openFixture';

const multiLayer = fixture('checkpoints/safetensors/multi_layer.safetensors');
const nanogpt = fixture('checkpoints/torch/ckpt.pt');
const optimizer = fixture('checkpoints/torch/blockwise_optimizer.pt');

function text(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}

function openFile(bytes: Uint8Array, name: string): ReturnType<typeof openCheckpoint> {
  const folder = memoryFolder({ [name]: bytes });
  return openCheckpoint(`${folder.path}/${name}`, folder.source(name), folder);
}

/** Only the files directly in the folder are listed. */
function withSubfolders(folder: Folder): Folder {
  return { ...folder, list: async () => (await folder.list()).filter((name) => !name.includes('/')) };
}

async function openedFolder(files: Readonly<Record<string, Uint8Array>>, path = '/models/a'): Promise<ReadCheckpoint> {
  const opened = await openCheckpoint(path, undefined, withSubfolders(memoryFolder(files, path)));
  if ('error' in opened) expect.fail(opened.error);
  return opened;
}

describe('openCheckpoint', () => {
  it('chooses the format by content, whatever the name', async () => {
    expect(await openFile(multiLayer, 'weights')).toMatchObject({ format: 'safetensors', label: 'safetensors' });
    expect(await openFile(nanogpt, 'weights.bin')).toMatchObject({ format: 'torchZip' });
    expect(await openFile(fixture('checkpoints/torch/simple_legacy.pt'), 'x')).toMatchObject({ format: 'torchLegacy' });
    expect(await openFile(fixture('checkpoints/torch/arrays_protocol0.pkl'), 'x.pkl')).toMatchObject({ format: 'pickle' });
    expect(await openFile(fixture('checkpoints/numpy/stored.npz'), 'x.npz')).toMatchObject({ format: 'npz' });
  });

  it.each([
    ['not a PyTorch checkpoint', fixture('checkpoints/torch/broken.pt'), 'broken.pt'],
    ['empty', new Uint8Array(0), 'model.pt'],
    ['git lfs pull', text('version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n'), 'model.bin'],
    ['git lfs pull', text('version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n'), 'model.safetensors'],
    ['web page', text('<!DOCTYPE html><html></html>'), 'model.safetensors'.replace('safetensors', 'pt')],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'model.pt.gz'],
    ['still being written', multiLayer.subarray(0, 3000), 'model.safetensors'],
    ['still being written', nanogpt.subarray(0, 50_000), 'ckpt.pt'],
  ])('refuses with the sentence that helps: %s', async (sentence, bytes, name) => {
    expect(await openFile(bytes, name)).toEqual({ error: expect.stringMatching(sentence) });
  });

  it('says that a file is gone', async () => {
    const folder = memoryFolder({});
    expect(await openCheckpoint('/models/a/x.pt', folder.source('x.pt'), folder)).toEqual({ error: 'The file is gone.' });
  });

  it('finds the step in the name of the file or of its folder', async () => {
    expect(await openFile(multiLayer, 'model_000500.safetensors')).toMatchObject({ step: 500 });
    expect(await openedFolder({ 'model.safetensors': multiLayer }, '/runs/checkpoint-1500')).toMatchObject({ step: 1500 });
    expect(await openFile(multiLayer, 'model-00001-of-00003.safetensors')).toMatchObject({ step: null, troubles: [expect.stringMatching(/one of 3 shards/)] });
  });

  it('joins the weights of a Hugging Face folder with the optimizer beside them', async () => {
    const opened = await openedFolder({ 'optimizer.pt': optimizer, 'scheduler.pt': optimizer, 'model.safetensors': multiLayer, 'training_args.bin': optimizer });
    expect(opened).toMatchObject({ format: 'safetensors', step: 7, files: ['/models/a/model.safetensors', '/models/a/optimizer.pt'] });
    expect(opened.optimizer?.state.size).toBe(2);
  });

  it('joins shards, and names the one that is missing', async () => {
    const names = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
    const index = text({ metadata: { total_size: 5 }, weight_map: { 'conv1.bias': names[0], other: names[1] } });
    const opened = await openedFolder({ 'model.safetensors.index.json': index, [names[0]]: multiLayer });
    expect(opened.tensors.map(({ name }) => name)).toContain('conv1.bias');
    expect(opened).toMatchObject({ format: 'sharded', metadata: { total_size: 5 }, troubles: [`The shard "${names[1]}" is missing: download or copy it into the folder of the index.`] });
    const whole = await openedFolder({ 'model.safetensors.index.json': index, [names[0]]: multiLayer, [names[1]]: multiLayer });
    expect(whole.troubles).toEqual([expect.stringMatching(/1 tensors of the index are in none of its shards, among them "other"/)]);
    const outside = text({ weight_map: { a: '../secret.safetensors' } });
    expect(await openCheckpoint('/models/a', undefined, memoryFolder({ 'model.safetensors.index.json': outside }))).toEqual({ error: expect.stringMatching(/outside its folder/) });
    expect(await openFile(text('{"weight_map"'), 'model.safetensors.index.json')).toEqual({ error: expect.stringMatching(/still being written/) });
    const torch = text({ weight_map: { 'transformer.wte.weight': 'pytorch_model-00001-of-00001.bin' } });
    expect(await openedFolder({ 'pytorch_model.bin.index.json': torch, 'pytorch_model-00001-of-00001.bin': nanogpt })).toMatchObject({ format: 'sharded', troubles: [] });
  });

  it('takes the newest of several checkpoints, with its part of the optimizer', async () => {
    const opened = await openedFolder({
      'model_000500.pt': nanogpt, 'model_001000.pt': nanogpt, 'model_000100.pt': nanogpt,
      'optim_001000_rank0.pt': optimizer, 'optim_001000_rank1.pt': optimizer, 'meta_001000.json': text('{}'),
    });
    expect(opened.files[0]).toBe('/models/a/model_001000.pt');
    expect(opened.troubles).toEqual([expect.stringMatching(/3 checkpoints; this is model_001000\.pt/), expect.stringMatching(/divided among 2 files/)]);
  });

  it('follows what DeepSpeed and Megatron name as the latest', async () => {
    expect(await openedFolder({ latest: text('global_step300'), 'global_step300/mp_rank_00_model_states.pt': nanogpt })).toMatchObject({ format: 'torchZip', troubles: [] });
    const megatron = { 'latest_checkpointed_iteration.txt': text('500\n'), 'iter_0000500/mp_rank_00/model_optim_rng.pt': nanogpt, 'iter_0000500/mp_rank_01/model_optim_rng.pt': nanogpt };
    expect(await openedFolder({ 'mp_rank_00/model_optim_rng.pt': nanogpt })).toMatchObject({ format: 'torchZip', troubles: [] });
    expect(await openedFolder(megatron)).toMatchObject({ troubles: [expect.stringMatching(/model-parallel/)] });
  });

  it('opens a distributed checkpoint by its folder and by one of its files', async () => {
    const files = Object.fromEntries(['.metadata', '__0_0.distcp', '__1_0.distcp'].map((name) => [name, fixture(`checkpoints/distributed/nested/${name}`)]));
    expect(await openedFolder(files)).toMatchObject({ format: 'torchDistributed', step: 3 });
    const folder = memoryFolder(files);
    expect(await openCheckpoint('/models/a/__0_0.distcp', folder.source('__0_0.distcp'), folder)).toMatchObject({ format: 'torchDistributed' });
    expect(await openCheckpoint('/models/a', undefined, memoryFolder({ '__0_0.distcp': files['__0_0.distcp'] }))).toEqual({ error: expect.stringMatching(/written last/) });
  });

  it('says that a folder holds no checkpoint', async () => {
    expect(await openCheckpoint('/models/a', undefined, memoryFolder({ 'notes.txt': text('x') }))).toEqual({ error: expect.stringMatching(/holds no checkpoint/) });
  });
});
