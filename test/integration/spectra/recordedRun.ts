import type { RunFiles } from './adapterRun';

export const ffnWidth = 64;

/** A run that trains with the recorder (see docs/statistics.md): after half of it the FFN of layer 2 collapses. */
export function recordedRun(): RunFiles {
  const records = [
    { kind: 'header', schema: 'plateau-statistics', version: 1, recorder: '0.1.0', started: startedAt, every, model: { name: 'tiny', layers, hiddenSize: 32, ffnSize: ffnWidth } },
    ...Array.from({ length: 30 }, (_, i) => recordsAt((i + 1) * every)).flat(),
  ];
  return {
    'plateau-statistics.jsonl': records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    'config.json': JSON.stringify({ model_type: 'llama', architectures: ['LlamaForCausalLM'], hidden_size: 32, intermediate_size: ffnWidth, num_hidden_layers: layers }, null, 2),
  };
}

const every = 100;
const layers = 4;
const collapsing = 2;
const fallsFrom = 1500;
const secondsPerStep = 0.1;
const startedAt = Math.round(Date.now() / 1000) - 400;

function recordsAt(step: number): readonly object[] {
  const training = { kind: 'training', step, loss: 3.2 + 7.7 * Math.exp(-step / 60), learningRate: 3e-4, tokens: step * 4096, time: startedAt + step * secondsPerStep };
  return [training, gradientsAt(step), ...Array.from({ length: layers }, (_, layer) => spectrumAt(step, layer))];
}

/** Norms fall from block to block and over the steps, those of the FFN twice those of the attention. */
function gradientsAt(step: number): object {
  const modules = Array.from({ length: layers }, (_, layer) => [[`model.layers.${layer}.self_attn.q_proj`, 1 / (layer + 1)], [`model.layers.${layer}.mlp.up_proj`, 2 / (layer + 1)]] as const).flat();
  const sizes = Object.fromEntries(modules.map(([name], i) => [name, i % 2 ? 2048 : 1024]));
  return { kind: 'gradients', step, norms: Object.fromEntries(modules.map(([name, norm]) => [name, norm / Math.sqrt(step)])), ...(step === every && { parameters: sizes }) };
}

function spectrumAt(step: number, layer: number): object {
  const fall = layer === collapsing ? Math.exp(-Math.max(0, step - fallsFrom) / 100) : 1;
  const eigenvalues = Array.from({ length: ffnWidth }, (_, i) => (i === 0 ? 1 : fall / (i + 1)));
  return { kind: 'spectrum', step, layer, name: `model.layers.${layer}.mlp`, site: 'post', width: ffnWidth, tokens: 100 * ffnWidth, eigenvalues };
}
