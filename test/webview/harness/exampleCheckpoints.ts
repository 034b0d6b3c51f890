import type { Checkpoint, PlacedTensor, TensorRole } from '../../../src/model/checkpoint';
import type { WeightSpectra } from '../../../src/model/spectralReport';
import { spectrumOf } from './exampleSpectra';

export interface CheckpointForm {
  readonly path: string;
  readonly blocks: number;
  readonly hidden: number;
  readonly step?: number;
  readonly troubles?: readonly string[];
  /** Milliseconds that each matrix takes while its spectrum is worked out. */
  readonly pace?: number;
}

/** A GPT-2-shaped checkpoint. */
export function exampleCheckpoint({ path, blocks, hidden, step, troubles = [] }: CheckpointForm): Checkpoint {
  const tensors: PlacedTensor[] = [
    tensor('transformer.wte.weight', 'embedding', null, [50257, hidden]), tensor('transformer.wpe.weight', 'embedding', null, [1024, hidden]),
    ...Array.from({ length: blocks }, (_, layer) => blockOf(layer, hidden)).flat(),
    tensor('transformer.ln_f.weight', 'norm', null, [hidden]), tensor('extra.projection', 'linear', null, [hidden, hidden], true),
  ];
  const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    path, format: 'safetensors', label: 'safetensors checkpoint', tensors, step: step ?? null, files: [`${path}/model.safetensors`], metadata: { format: 'pt', torch_dtype: 'bfloat16' }, troubles, parameters,
  };
}

export function exampleWeightSpectra(form: CheckpointForm): WeightSpectra {
  const matrices = exampleCheckpoint(form).tensors.filter(({ shape, role }) => shape.length === 2 && role !== 'embedding');
  return {
    path: form.path, step: form.step ?? null, troubles: ['transformer.wte.weight: an embedding of 50,257 rows is left out.'],
    layers: matrices.map(({ name, role, layer, shape }, i) => {
      const width = Math.min(...shape);
      const spectrum = spectrumOf(name, width, width * (0.1 + 0.05 * Math.sin(i * 1.3)) * (1 - (form.step ?? 0) / 20_000), { site: 'weight', sampling: 'exact', tokens: null, eigenvalues: true });
      const tail = spectrum.tail && { ...spectrum.tail, alpha: 1.6 + (i * 37 % 80) / 10 };
      return { ...spectrum, role, layer, shape, method: i % 11 === 10 ? 'estimated' as const : 'exact' as const, softRankError: i % 11 === 10 ? 0.006 : 0, tail: i % 13 === 12 ? null : tail };
    }),
  };
}

function blockOf(layer: number, hidden: number): readonly PlacedTensor[] {
  const name = (end: string) => `transformer.h.${layer}.${end}`;
  return [
    tensor(name('ln_1.weight'), 'norm', layer, [hidden]), tensor(name('attn.c_attn.weight'), 'attention.qkv', layer, [hidden, 3 * hidden]), tensor(name('attn.c_attn.bias'), 'bias', layer, [3 * hidden]),
    tensor(name('attn.c_proj.weight'), 'attention.o', layer, [hidden, hidden]), tensor(name('mlp.c_fc.weight'), 'ffn.up', layer, [hidden, 4 * hidden]), tensor(name('mlp.c_proj.weight'), 'ffn.down', layer, [4 * hidden, hidden]),
  ];
}

function tensor(name: string, role: TensorRole, layer: number | null, shape: readonly number[], assumed = false): PlacedTensor {
  const type = role === 'norm' ? 'F32' : 'BF16';
  return { name, role, layer, shape, type, bytes: shape.reduce((a, b) => a * b, 1) * (type === 'F32' ? 4 : 2), transposed: role.startsWith('ffn') || role.startsWith('attention'), assumed };
}
