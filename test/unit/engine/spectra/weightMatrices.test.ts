import { describe, expect, it } from 'vitest';
import { weightMatrices } from '../../../../src/engine/spectra/weightMatrices';
import { placeTensors } from '../../../../src/formats/checkpoints/place';

/** Names, shapes and widths of the matrices among tensors. */
function matricesOf(tensors: Readonly<Record<string, readonly number[]>>): readonly (readonly [string, readonly number[], number])[] {
  const placed = placeTensors(Object.entries(tensors).map(([name, shape]) => ({ name, shape, type: 'F32', bytes: 0 })), {});
  return weightMatrices(placed).map(({ name, shape, width }) => [name, shape, width]);
}

describe('matrices among weights', () => {
  it('are whole where attention has an axis for its heads', () => {
    expect(matricesOf({ 'attention/query/kernel': [64, 4, 16], 'attention/query/bias': [4, 16], 'attention/attention_output/kernel': [4, 16, 64] })).toEqual([
      ['attention/query/kernel', [64, 4, 16], 64], ['attention/attention_output/kernel', [64, 64], 64],
    ]);
  });

  it('have the outputs of a convolution on one side, wherever they are stored', () => {
    expect(matricesOf({ 'conv.weight': [32, 3, 5, 5], 'conv2d/kernel': [5, 5, 3, 32], 'conv1d/kernel': [3, 16, 8], 'params/Conv_0/kernel': [3, 3, 3, 4, 8] })).toEqual([
      ['conv.weight', [32, 3, 5, 5], 32], ['conv2d/kernel', [75, 32], 32], ['conv1d/kernel', [48, 8], 8], ['params/Conv_0/kernel', [108, 8], 8],
    ]);
  });

  it('are one for each expert of a stack', () => {
    expect(matricesOf({ 'model.layers.0.mlp.experts.down_proj': [2, 56, 24], 'layers.0.moe.experts.wide': [2, 24, 32] }).map(([name]) => name)).toEqual([
      'model.layers.0.mlp.experts.down_proj[0]', 'model.layers.0.mlp.experts.down_proj[1]', 'layers.0.moe.experts.wide[0]', 'layers.0.moe.experts.wide[1]',
    ]);
  });
});
