import { safetensors } from '../../unit/engine/spectra/safetensors';

/** Files of a run by their paths inside its folder. */
export type RunFiles = Readonly<Record<string, string | Uint8Array>>;

export const rank = 8;
export const checkpointSteps: readonly number[] = Array.from({ length: 16 }, (_, i) => (i + 1) * 50);

/** A fine-tuning as axolotl leaves it: the adapter of layer 0 is using fewer and fewer directions, at last one; its siblings go on as they began. */
export function adapterRun(): RunFiles {
  return Object.assign({ 'axolotl.yaml': axolotl }, ...checkpointSteps.map(adapterCheckpoint)) as RunFiles;
}

/** What that fine-tuning saves at one step. */
export function adapterCheckpoint(step: number): RunFiles {
  return {
    [`checkpoint-${step}/adapter_config.json`]: JSON.stringify({ peft_type: 'LORA', r: rank, lora_alpha: 16, target_modules: ['q_proj'] }),
    [`checkpoint-${step}/adapter_model.safetensors`]: adapters(step),
    [`checkpoint-${step}/trainer_state.json`]: trainerState(step),
  };
}

const plannedSteps = 2000;
const axolotl = `base_model: example/tiny-llama\ndatasets:\n  - path: example/notes\n    type: alpaca\nadapter: lora\nlora_r: ${rank}\nlora_alpha: 16\nmicro_batch_size: 2\nlearning_rate: 0.0002\nmax_steps: ${plannedSteps}\n`;

function trainerState(until: number): string {
  const steps = Array.from({ length: until / 5 }, (_, i) => (i + 1) * 5);
  return JSON.stringify({
    global_step: until, max_steps: plannedSteps, logging_steps: 5, is_world_process_zero: true,
    log_history: steps.map((step) => ({ step, epoch: step / plannedSteps, loss: 1.1 + 1.9 * Math.exp(-step / 20), learning_rate: 2e-4 })),
  });
}

const side = 16;
const layers = 4;
const fallsFrom = 300;

function adapters(step: number): Uint8Array {
  const second = Math.max(0.004, Math.exp(-Math.max(0, step - fallsFrom) / 60));
  const falling = Array.from({ length: rank }, (_, i) => (i === 0 ? 1 : second));
  const steady = [1, 0.2, 0.2, 0, 0, 0, 0, 0];
  const modules = Array.from({ length: layers }, (_, layer) => adapter(layer, layer === 0 ? falling : steady));
  return safetensors(Object.assign({}, ...modules) as Parameters<typeof safetensors>[0]);
}

/** Factors of a product whose singular values are given. */
function adapter(layer: number, singularValues: readonly number[]): Parameters<typeof safetensors>[0] {
  const module = `base_model.model.model.layers.${layer}.self_attn.q_proj`;
  const diagonal = (rows: number, columns: number, value: (i: number) => number) =>
    Array.from({ length: rows * columns }, (_, at) => (Math.floor(at / columns) === at % columns ? value(at % columns) : 0));
  return {
    [`${module}.lora_A.weight`]: { shape: [rank, side], values: diagonal(rank, side, (i) => singularValues[i]) },
    [`${module}.lora_B.weight`]: { shape: [side, rank], values: diagonal(side, rank, () => 1) },
  };
}
