import { describe, expect, it } from 'vitest';
import { onnx } from '../../../../src/formats/checkpoints/onnx';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { memoryFolder, openedFixture, survive } from './openFixture';

const matrix = [-0.5, -0.25, 0, 0.25, 0.5, 0.75];

describe('ONNX models', () => {
  it('recognises them by name and first field', () => {
    expect(onnx.recognise('/a/m.onnx', fixture('checkpoints/onnx/mnist.onnx'))).toBe(3);
    expect(onnx.recognise('/a/m.bin', fixture('checkpoints/onnx/mnist.onnx'))).toBe(0);
  });

  it('reads the weights of a real model', async () => {
    const { tensors, metadata, troubles } = await openedFixture(onnx, 'onnx/mnist.onnx');
    expect(metadata).toMatchObject({ ir_version: 3, producer_name: 'CNTK' });
    expect(troubles).toEqual([]);
    expect(tensors.map(({ name, shape, type }) => `${name} ${shape.join('×')} ${type}`)).toEqual([
      'Parameter193 16×4×4×10 F32', 'Parameter87 16×8×5×5 F32', 'Parameter5 8×1×5×5 F32', 'Parameter6 8×1×1 F32', 'Parameter88 16×1×1 F32',
      'Pooling160_Output_0_reshape0_shape 2 I64', 'Parameter193_reshape1_shape 2 I64', 'Parameter194 1×10 F32',
    ]);
    expect([...await tensors[5].read()]).toEqual([1, 256]);
    const sum = Float64Array.from(await tensors[0].read()).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(mnistSum, 4);
  });

  it('reads every way in which values are written', async () => {
    const { tensors, metadata } = await openedFixture(onnx, 'onnx/encodings.onnx');
    const values = new Map<string, number[]>();
    for (const tensor of tensors) values.set(tensor.name, [...await tensor.read()]);
    for (const name of ['onnx::MatMul_7', 'gemm.weight', 'doubles', 'rawHalves', 'halves']) expect(values.get(name), name).toEqual(matrix);
    expect(values.get('integers')).toEqual([-1, 0, 2 ** 40]);
    expect(values.get('bytes')).toEqual([-3, 4]);
    expect(values.get('scalar')).toEqual([1.5]);
    expect(metadata).toEqual({ ir_version: 8, producer_name: 'test', epoch: '3' });
  });

  it('knows from the graph which weights stand inputs first', async () => {
    const { tensors } = await openedFixture(onnx, 'onnx/encodings.onnx');
    expect(tensors.filter(({ transposed }) => transposed !== undefined).map(({ name, transposed }) => [name, transposed])).toEqual([['onnx::MatMul_7', true], ['gemm.weight', true]]);
  });

  it('reads values that stand in a file beside the model, and only there', async () => {
    const model = fixture('checkpoints/onnx/external.onnx');
    const beside = memoryFolder({ 'm.onnx': model, 'external.data': fixture('checkpoints/onnx/external.data') });
    const opened = await onnx.open(beside.source('m.onnx'), beside);
    if ('error' in opened) expect.fail(opened.error);
    expect([...await opened.tensors[0].read()]).toEqual(matrix);
    const alone = memoryFolder({ 'm.onnx': model });
    const other = await onnx.open(alone.source('m.onnx'), alone);
    if ('error' in other) expect.fail(other.error);
    await expect(other.tensors[0].read()).rejects.toThrow('external.data, which is missing');
    const outside = new TextEncoder().encode('../secret.dat');
    const moved = model.slice();
    moved.set(outside, Buffer.from(model).indexOf('external.data'));
    const escaping = memoryFolder({ 'm.onnx': moved });
    const refused = await onnx.open(escaping.source('m.onnx'), escaping);
    expect(refused).toMatchObject({ tensors: [], troubles: [expect.stringContaining('outside of the folder')] });
  });

  it('survives truncation and corruption', async () => {
    const bytes = fixture('checkpoints/onnx/encodings.onnx');
    for (let length = 0; length < bytes.length; length++) await survive(onnx, bytes.subarray(0, length));
    for (let seed = 0; seed < 500; seed++) await survive(onnx, corrupted(bytes, seed));
  });
});

/** Sum of Parameter193 by numpy. */
const mnistSum = -4.553017074729723;
