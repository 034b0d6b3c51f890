import { describe, expect, it } from 'vitest';
import { checkpointValues } from '../../../../src/engine/tails/checkpointValues';
import type { OpenedCheckpoint, OptimizerGroup, OptimizerState } from '../../../../src/formats/checkpoints/checkpointFormat';

function tensor(name: string, shape: readonly number[], values: readonly number[]) {
  return { name, shape, type: 'F32' as const, bytes: 4 * values.length, read: () => Promise.resolve(Float64Array.from(values)) };
}

const state = (scalars: OptimizerState['scalars'], ...tensors: ReturnType<typeof tensor>[]): OptimizerState => ({ scalars, tensors: new Map(tensors.map((one) => [one.name, one])) });

function checkpoint(states: Readonly<Record<string, OptimizerState>>, options: OptimizerGroup['options']): OpenedCheckpoint {
  return { tensors: [], step: null, files: [], metadata: {}, troubles: [], optimizer: { groups: [{ parameters: Object.keys(states), options }], state: new Map(Object.entries(states)) } };
}

async function valuesOf(opened: OpenedCheckpoint, column?: string) {
  const found = await checkpointValues(opened, '/ckpt.pt', column);
  return 'error' in found ? found : [...found.values].map((value) => Number(value.toFixed(12)));
}

describe('gradients in the state of an optimizer', () => {
  it('are corrected for the start of Adam at zero', async () => {
    const adam = checkpoint({ w: state({ step: 2 }, tensor('exp_avg_sq', [2], [0.0199, 0.0796])) }, { 'betas.0': 0.9, 'betas.1': 0.9 });
    // 1 - 0.9^2 = 0.19
    expect(await valuesOf(adam)).toEqual([0.0199, 0.0796].map((v) => Number(Math.sqrt(v / 0.19).toFixed(12))));
    expect(await valuesOf(adam, 'modules')).toEqual([Number(Math.sqrt(0.0995 / 0.19).toFixed(12))]);
  });

  it('are those of RMSprop and of a sum of squares too', async () => {
    expect(await valuesOf(checkpoint({ w: state({ step: 1 }, tensor('square_avg', [2], [0.04, 0.01])) }, { alpha: 0.75 }))).toEqual([0.4, 0.2]);
    expect(await valuesOf(checkpoint({ w: state({ step: 4 }, tensor('sum', [2], [16, 36])) }, {}))).toEqual([2, 3]);
  });

  it('are known of tensors alone where the moments are factored', async () => {
    const adafactor = checkpoint({ w: state({ step: 9 }, tensor('exp_avg_sq_row', [2], [1, 2]), tensor('exp_avg_sq_col', [3], [1, 1, 1])) }, { decay_rate: -0.8 });
    expect(await valuesOf(adafactor, 'modules')).toEqual([3]);
    expect(await valuesOf(adafactor)).toEqual({ error: expect.stringContaining('holds no second moments of single gradients') });
  });

  it('are unknown where only means are kept, or nothing', async () => {
    const momentum = checkpoint({ w: state({}, tensor('momentum_buffer', [2], [1, 2])) }, { momentum: 0.9 });
    expect(await valuesOf(momentum, 'modules')).toEqual({ error: expect.stringContaining('holds no second moments of gradients') });
    expect(await valuesOf({ ...momentum, optimizer: undefined })).toEqual({ error: expect.stringContaining('weights alone tell no gradients') });
  });
});
