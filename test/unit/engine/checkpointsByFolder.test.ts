import { describe, expect, it } from 'vitest';
import { checkpointsByFolder } from '../../../src/engine/checkpointsByFolder';

describe('checkpointsByFolder', () => {
  it('gives every run its checkpoints by step, those without one first', () => {
    const found = checkpointsByFolder(['/r/checkpoint-1000', '/r/checkpoint-500', '/r/ckpt.pt', '/other/step-7.safetensors']);
    expect(found.get('/r')).toEqual([{ step: null, path: '/r/ckpt.pt' }, { step: 500, path: '/r/checkpoint-500' }, { step: 1000, path: '/r/checkpoint-1000' }]);
    expect(found.get('/other')).toEqual([{ step: 7, path: '/other/step-7.safetensors' }]);
  });

  it('gives those of a folder for checkpoints to the run above it', () => {
    expect([...checkpointsByFolder(['/r/checkpoints/epoch=1-step=40.ckpt']).keys()]).toEqual(['/r']);
  });

  it('takes the shards of a model as one without a step', () => {
    expect(checkpointsByFolder(['/m/model-00001-of-00002.safetensors', '/m/model-00002-of-00002.safetensors']).get('/m')).toEqual([{ step: null, path: '/m/model-00001-of-00002.safetensors' }]);
  });

  it('takes the shards of a step as one, and no state of a trainer', () => {
    const found = checkpointsByFolder(['/r/model_000500.pt', '/r/model_000500_rank1.pt', '/r/optimizer.pt', '/r/rng_state.pth', '/r/optim_000500_rank0.pt']);
    expect(found.get('/r')).toEqual([{ step: 500, path: '/r/model_000500.pt' }]);
  });
});
