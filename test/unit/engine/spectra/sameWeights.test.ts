import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import { MemoryCache } from '../../../../src/engine/spectra/spectraCache';
import { weightSpectraOf } from '../../../../src/engine/spectra/weightSpectraOf';
import type { LayerSpectrum } from '../../../../src/model/spectrum';
import { poolHere } from '../poolHere';

const folder = 'test/fixtures/checkpoints/containers';

async function spectraOf(file: string): Promise<ReadonlyMap<string, LayerSpectrum>> {
  const found = await weightSpectraOf(`${folder}/${file}`, { files: nodeFiles, pool: poolHere(), cache: new MemoryCache(), normalisation: 'A' }, {});
  if ('error' in found) throw new Error(found.error);
  expect(found.troubles).toEqual([]);
  return new Map(found.layers.map((layer) => [layer.name, layer]));
}

describe('the spectra of one model', () => {
  it.each(['model.pt', 'legacy.pt'])('are the same to the last bit in %s and in safetensors', async (file) => {
    const [torch, safetensors] = [await spectraOf(file), await spectraOf('model.safetensors')];
    expect(safetensors.size).toBe(12);
    expect(safetensors.get('model.layers.1.mlp.up_proj.weight')?.eigenvalues).toHaveLength(12);
    expect(new Map([...torch].sort())).toEqual(new Map([...safetensors].sort()));
  });
});
