import { describe, expect, it } from 'vitest';
import { kerasArchive } from '../../../../src/formats/checkpoints/kerasArchive';
import { kerasHdf5 } from '../../../../src/formats/checkpoints/kerasHdf5';
import { placeTensors } from '../../../../src/formats/checkpoints/place';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { openBytes, openedFixture, sentence, survive } from './openFixture';

const matrix = Array.from({ length: 12 }, (_, i) => (i - 5) / 4);
const archive = 'keras/pre_pr22362_nested_container.keras';

describe('Keras', () => {
  it('recognises archives and HDF5 files', () => {
    expect(kerasArchive.recognise('/a/m.keras', fixture(`checkpoints/${archive}`))).toBe(3);
    expect(kerasHdf5.recognise('/a/m.h5', fixture('checkpoints/keras/keras2.h5'))).toBe(3);
    expect(kerasHdf5.recognise('/a/m.bin', fixture('checkpoints/keras/keras2.h5'))).toBe(2);
    expect(kerasHdf5.recognise('/a/m.h5', fixture(`checkpoints/${archive}`))).toBe(0);
  });

  it('reads a model of Keras 3 as h5py does', async () => {
    const { tensors, metadata, troubles } = await openedFixture(kerasArchive, archive);
    expect(tensors.map(({ name, shape, type }) => `${name} ${shape.join('×')} ${type}`)).toEqual(['d_0/kernel 4×4 F32', 'd_1/kernel 4×4 F32', 'd_2/kernel 4×4 F32', 'dense/kernel 4×2 F32', 'dense/bias 2 F32']);
    expect(metadata).toEqual({ keras_version: '3.15.0', date_saved: '2026-05-13@21:23:40', class_name: 'NestedDenseModel' });
    expect(troubles).toEqual([]);
    expect([...await tensors[0].read()].slice(0, 4)).toEqual([0.10000000149011612, 0.10000000149011612, 0.10000000149011612, 0.10000000149011612]);
    expect(placeTensors(tensors, metadata).map(({ role, transposed }) => `${role} ${transposed}`)).toEqual(['linear true', 'linear true', 'linear true', 'linear true', 'bias false']);
  });

  it('reads the names of Keras 2 and the step of its optimizer', async () => {
    const { tensors, metadata, step } = await openedFixture(kerasHdf5, 'keras/keras2.h5');
    expect(tensors.map(({ name }) => name)).toEqual(['dense_1/bias', 'dense_1/kernel', 'lstm/lstm_cell/recurrent_kernel']);
    expect(metadata).toEqual({ keras_version: '2.15.0', backend: 'tensorflow' });
    expect(step).toBe(1234);
    expect([...await tensors[1].read()]).toEqual(matrix);
  });

  it('names the numbered variables of Keras 3 by the class of their layer', async () => {
    const { tensors, step } = await openedFixture(kerasHdf5, 'keras/keras3.weights.h5');
    expect(step).toBe(77);
    expect(tensors.map(({ name }) => name)).toEqual([
      'bn/gamma', 'bn/beta', 'bn/moving_mean', 'bn/moving_variance',
      ...Array.from({ length: 12 }, (_, i) => ['kernel', 'bias'].map((variable) => `dense${i ? `_${i}` : ''}/${variable}`)).flat(),
      'words/embeddings', 'layer_normalization/0', 'lstm/lstm_cell/kernel', 'lstm/lstm_cell/recurrent_kernel', 'lstm/lstm_cell/bias',
    ]);
    expect([...await tensors.find(({ name }) => name === 'dense_11/kernel')?.read() ?? []]).toEqual(matrix.map((value) => value + 11));
  });

  it('reads numbers of every type and layout', async () => {
    const { tensors, troubles } = await openedFixture(kerasHdf5, 'keras/layouts.h5');
    const values = new Map<string, number[] | string>();
    for (const tensor of tensors) values.set(tensor.name, await tensor.read().then((read) => [...read], (error: Error) => error.message));
    for (const name of ['half', 'double', 'big', 'chunked', 'gzip', 'checked']) expect(values.get(name), name).toEqual(matrix);
    expect(values.get('integers')).toEqual(matrix.map((value) => value * 4));
    expect(values.get('bool')).toEqual(matrix.map((value) => (value > 0 ? 1 : 0)));
    expect(values.get('cube')).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(values.get('empty')).toEqual([]);
    expect(values.get('lzf')).toContain('filter 32000');
    expect(troubles).toEqual(['"fields" is left out: its values are no plain numbers.', '"text" is left out: its values are no plain numbers.']);
  });

  it('reads files of libver="latest", except for large groups', async () => {
    const { tensors } = await openedFixture(kerasHdf5, 'keras/modern.h5');
    expect(tensors.map(({ name }) => name)).toEqual(['d/kernel', 'd/bias']);
    expect([...await tensors[0].read()]).toEqual(matrix);
    expect(await openBytes(kerasHdf5, fixture('checkpoints/keras/dense.h5'))).toMatchObject({ error: expect.stringContaining('libver="latest"') });
  });

  it('refuses an archive without weights', async () => {
    const opened = await openBytes(kerasArchive, fixture('checkpoints/numpy/test.npz'));
    expect(opened).toMatchObject({ error: expect.stringMatching(sentence) });
  });

  it('survives truncation and corruption', async () => {
    for (const [file, step] of [['keras/modern.h5', 41], ['keras/layouts.h5', 211], ['keras/keras2.h5', 211]] as const) {
      const bytes = fixture(`checkpoints/${file}`);
      for (let length = 0; length < bytes.length; length += step) await survive(kerasHdf5, bytes.subarray(0, length));
      for (let seed = 0; seed < 100; seed++) await survive(kerasHdf5, corrupted(bytes, seed));
    }
    const bytes = fixture(`checkpoints/${archive}`);
    for (let length = 0; length < bytes.length; length += 307) expect(await survive(kerasArchive, bytes.subarray(0, length))).toBe('refused');
    for (let seed = 0; seed < 60; seed++) await survive(kerasArchive, corrupted(bytes, seed));
  });
});
