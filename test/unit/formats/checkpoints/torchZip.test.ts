import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenedCheckpoint, StoredTensor } from '../../../../src/formats/checkpoints/checkpointFormat';
import { plainPickle } from '../../../../src/formats/checkpoints/plainPickle';
import { torchLegacy } from '../../../../src/formats/checkpoints/torchLegacy';
import { torchZip } from '../../../../src/formats/checkpoints/torchZip';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { digest } from './digest';
import { openBytes, openedFixture, survive } from './openFixture';
import { makeZip } from './zip/makeZip';

const expected = JSON.parse(readFileSync(new URL('../../../fixtures/checkpoints/torch/expected.json', import.meta.url), 'utf8')) as
  Readonly<Record<string, Readonly<Record<string, readonly [readonly number[], string]>>>>;
const formats = [torchZip, torchLegacy, plainPickle];

async function opened(name: string): Promise<OpenedCheckpoint> {
  const head = fixture(`checkpoints/torch/${name}`);
  const [format] = [...formats].sort((a, b) => b.recognise(name, head) - a.recognise(name, head));
  return openedFixture(format, `torch/${name}`);
}

/** Shape and digest of every tensor by the name that it has in the whole value of the file. */
async function digests(checkpoint: OpenedCheckpoint): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const tensor of checkpoint.tensors) if (tensor.type !== 'C64') found.set(tensor.name, [tensor.shape, digest(await tensor.read())]);
  for (const [key, { tensors }] of checkpoint.optimizer?.state ?? []) {
    for (const [name, tensor] of tensors) found.set(`state.${key}.${name}`, [tensor.shape, digest(await tensor.read())]);
  }
  return found;
}

/** The name without the key of the dict that holds the model, or that of the optimizer. */
const containers = /^(model|model_state_dict|state_dict|optimizer|optimizer_state_dict|optimizer_states\.0)\./;
/** Scalars, generators and what does not belong to the model. */
const aside = /(^|\.)(step|best_val_loss|torch_rng_state|best_model_score)$/;

describe('PyTorch checkpoints', () => {
  it.each(Object.keys(expected))('reads from %s what torch.load reads', async (name) => {
    const checkpoint = await opened(name);
    const found = await digests(checkpoint);
    const named = new Map([...checkpoint.optimizer?.groups.flatMap(({ parameters }) => parameters) ?? []].map((parameter, i) => [`state.${i}.`, `state.${parameter}.`]));
    for (const [full, value] of Object.entries(expected[name])) {
      if (aside.test(full)) continue;
      const short = full.replace(containers, '').replace(/^state\.\d+\./, (prefix) => named.get(prefix) ?? prefix);
      const tied = checkpoint.metadata[`tied.${short}`];
      expect([short, found.get(typeof tied === 'string' ? tied : short)]).toEqual([short, value]);
    }
    expect(checkpoint.tensors.length).toBeLessThanOrEqual(Object.keys(expected[name]).length + 1);
  });

  it('tells step, loss, arguments and the tied embedding of a nanoGPT checkpoint', async () => {
    const checkpoint = await opened('ckpt.pt');
    expect(checkpoint.step).toBe(2000);
    expect(checkpoint.metadata).toMatchObject({ iter_num: 2000, 'model_args.num_layers': 2, 'tied.lm_head.weight': 'transformer.wte.weight' });
    expect(checkpoint.metadata.best_val_loss).toBeCloseTo(1.50518572, 7);
    expect(checkpoint.tensors.map(({ name }) => name)).not.toContain('lm_head.weight');
    expect(checkpoint.optimizer?.groups.map(({ parameters }) => parameters.length)).toEqual([10, 5]);
    expect(checkpoint.optimizer?.groups[0].options).toMatchObject({ weight_decay: 0.1, 'betas.0': 0.9 });
    expect(checkpoint.optimizer?.state.get(0)?.scalars).toEqual({ step: 1997 });
    expect([...checkpoint.optimizer?.state.get(14)?.tensors.keys() ?? []]).toEqual(['exp_avg', 'exp_avg_sq']);
  });

  it('recovers the weights of a pickled module under the names of its state_dict', async () => {
    const { tensors, metadata } = await opened('module.pt');
    expect(tensors.map(({ name }) => name)).toEqual([
      'embedding.weight', 'blocks.0.weight', 'blocks.0.bias', 'blocks.1.weight', 'blocks.1.bias',
      'norm.weight', 'norm.bias', 'norm.running_mean', 'norm.running_var', 'norm.num_batches_tracked',
    ]);
    expect(metadata).toEqual({ 'tied.head.weight': 'embedding.weight' });
  });

  it('keeps Lightning apart: weights, optimizer by names, counters', async () => {
    const checkpoint = await opened('lightning.ckpt');
    expect(checkpoint.step).toBe(12);
    expect(checkpoint.metadata).toMatchObject({ epoch: 2, 'hyper_parameters.width': 4, best: 0.25, 'callbacks.ModelCheckpoint.best_model_score': 0.5 });
    expect(checkpoint.optimizer?.groups[0].parameters).toEqual(['embedding.weight', 'blocks.0.weight']);
    expect(checkpoint.optimizer?.state.get('embedding.weight')?.scalars).toEqual({ step: 12 });
  });

  it('reads an optimizer without weights, and decodes its blocks of 8 bits', async () => {
    const { tensors, optimizer, step } = await opened('blockwise_optimizer.pt');
    expect([tensors.length, step]).toEqual([0, 7]);
    const state = optimizer?.state.get(0)?.tensors;
    const [codes, scales, moment] = [await readSlot(state, 'state2'), await readSlot(state, 'absmax2'), await readSlot(state, 'exp_avg_sq')];
    // The map goes evenly from -1 to 1; a block has 256 values.
    for (const i of [0, 255, 256, 599]) expect(moment[i]).toBeCloseTo((-1 + (2 * codes[i]) / 255) * scales[Math.floor(i / 256)], 6);
    const small = optimizer?.state.get(1)?.tensors;
    expect(await readSlot(small, 'exp_avg')).toEqual(await readSlot(small, 'state1'));
  });

  it('says which tensors it does not read', async () => {
    const { tensors, troubles } = await opened('unread.pt');
    expect(tensors.map(({ name, type }) => [name, type])).toEqual([['complex', 'C64'], ['plain', 'F32']]);
    await expect(tensors[0].read()).rejects.toThrow(/real and the imaginary/);
    expect(troubles).toEqual([expect.stringMatching(/"sparse" is a tensor of a kind that is not read/)]);
  });

  it('says what is wrong with tensors that lie about their storage', async () => {
    const pickle = pickleOfTensor({ numbers: 4, shape: [1000, 1000] });
    const bytes = makeZip([{ name: 'a/data.pkl', bytes: pickle }, { name: 'a/data/0', bytes: new Uint8Array(16) }]);
    const read = await openBytes(torchZip, bytes);
    expect(read).toMatchObject({ tensors: [], troubles: [expect.stringMatching(/needs 4000000 bytes of a storage of 16/)] });
    const missing = await openBytes(torchZip, makeZip([{ name: 'a/data.pkl', bytes: pickle }]));
    expect(missing).toMatchObject({ tensors: [], troubles: [expect.stringMatching(/missing from the file/)] });
    const reversed = makeZip([{ name: 'a/data.pkl', bytes: pickle }, { name: 'a/byteorder', bytes: new TextEncoder().encode('big') }]);
    expect(await openBytes(torchZip, reversed)).toEqual({ error: expect.stringMatching(/big-endian/) });
    expect(await openBytes(torchZip, makeZip([{ name: 'x', bytes: pickle }]))).toEqual({ error: expect.stringMatching(/no data\.pkl/) });
  });

  it('survives every truncation of each container', async () => {
    const bytes = fixture('checkpoints/torch/scalar.pt');
    for (let length = 0; length < bytes.length; length++) expect(await survive(torchZip, bytes.subarray(0, length))).toBe('refused');
    const legacy = fixture('checkpoints/torch/simple_legacy.pt');
    for (let length = 0; length < legacy.length; length++) expect(await survive(torchLegacy, legacy.subarray(0, length))).toBe('refused');
  });

  it('survives 5,000 corruptions', async () => {
    for (const [format, name] of [[torchZip, 'state_dict.pt'], [torchLegacy, 'legacy_shared_storage.pt']] as const) {
      const bytes = fixture(`checkpoints/torch/${name}`);
      for (let seed = 0; seed < 2500; seed++) await survive(format, corrupted(bytes, seed));
    }
  }, 120_000);
});

async function readSlot(slots: ReadonlyMap<string, StoredTensor> | undefined, name: string): Promise<Float32Array | Float64Array> {
  const slot = slots?.get(name);
  return slot ? slot.read() : expect.fail(name);
}

/** {'w': a float32 tensor of one storage} as torch.save pickles it. */
function pickleOfTensor({ numbers, shape }: { readonly numbers: number; readonly shape: readonly number[] }): Uint8Array {
  const ints = (values: readonly number[]): string => `(${values.map((value) => `I${value}\n`).join('')}t`;
  const storage = `(Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI${numbers}\ntQ`;
  const source = `(dVw\nctorch._utils\n_rebuild_tensor_v2\n(${storage}I0\n${ints(shape)}${ints([shape[1], 1])}I00\nNtRs.`;
  return new TextEncoder().encode(source);
}

describe('what ZeRO divides among processes', () => {
  it('is shown as the flat pieces that it is, with what to open instead', async () => {
    const part = await opened('zero2_part.pt');
    expect(part.tensors.filter(({ shape }) => shape.length > 0).map(({ name, shape }) => [name, ...shape])).toEqual([
      ['fp32.0', 280], ['fp32.1', 28], ['moments.0.exp_avg', 280], ['moments.0.exp_avg_sq', 280], ['moments.1.exp_avg', 28], ['moments.1.exp_avg_sq', 28],
    ]);
    expect(part.optimizer).toBeUndefined();
    expect(part.troubles).toEqual(['One of 2 parts of an optimizer in ZeRO stage 2: pieces of flat tensors in which no parameter can be told from another; mp_rank_00_model_states.pt beside it holds the weights.']);
    expect((await opened('zero3_part.pt')).troubles).toEqual([expect.stringMatching(/in ZeRO stage 3: .*; run zero_to_fp32\.py, which stands with the checkpoint, for the weights\.$/)]);
    expect((await opened('zero3_model.pt')).troubles).toEqual([expect.stringContaining('join them with zero_to_fp32.py')]);
  });

  it.each(['zero2_part.pt', 'zero3_part.pt'])('survives corruption: %s', async (name) => {
    const bytes = fixture(`checkpoints/torch/${name}`);
    for (let seed = 0; seed < 1000; seed++) await survive(torchZip, corrupted(bytes, seed));
  });
});
