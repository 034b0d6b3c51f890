import { mixtureLayout } from './mixtureLayout';
import { positiveOf, type Settings } from './settings';

/** Parameters of a mixture of experts: all of them, and those that one token passes through where that is told, embeddings and head in both. */
export interface MixtureCount {
  readonly total: number;
  readonly active: number | undefined;
}

/**
 * Parameters of a mixture of experts from the keys of its config.json, as Transformers builds the model; undefined for other models and
 * where the configuration leaves a size open. Sizes are never assumed; a switch that is missing is off.
 */
export function mixtureCount(settings: Settings): MixtureCount | undefined {
  const layout = mixtureLayout(settings);
  if (!layout) return undefined;
  const { layers, sparseLayers, rest, denseNet, alongside, experts, chosen, expert } = layout;
  const shared = rest + (layers - sparseLayers) * denseNet + sparseLayers * alongside;
  const total = shared + sparseLayers * experts * expert;
  return Number.isFinite(total) ? { total, active: chosen <= experts ? shared + sparseLayers * chosen * expert : undefined } : undefined;
}

/** Experts to choose from in a layer, under the names that families give them; undefined for a dense model. */
export function expertsOf(settings: Settings): number | undefined {
  const experts = positiveOf(settings, 'num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'ffn_config.moe_num_experts');
  return experts !== undefined && experts > 1 ? experts : undefined;
}
