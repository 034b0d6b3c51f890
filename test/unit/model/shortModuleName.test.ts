import { describe, expect, it } from 'vitest';
import { shortModuleName } from '../../../src/model/shortModuleName';

describe('shortModuleName', () => {
  it.each([
    ['base_model.model.transformer.h.0.attn.c_attn.BA', 'h.0.attn.c_attn.BA'],
    ['_orig_mod.model.layers.3.mlp.up_proj.weight', 'layers.3.mlp.up_proj'],
    ['fc1.weight', 'fc1'],
    ['model.weight', 'model'],
    ['model.', 'model.'],
    ['weight', 'weight'],
  ])('%s is %s', (name, short) => {
    expect(shortModuleName(name)).toBe(short);
  });
});
