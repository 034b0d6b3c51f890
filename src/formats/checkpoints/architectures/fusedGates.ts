import type { RoledTensor } from './layout';

/**
 * Indices of up projections that hold the gate as well, under the name of the up projection (Megatron, OLMo, ModernBERT):
 * twice as many outputs as the down projection beside them has inputs.
 */
export function fusedGates(tensors: readonly (RoledTensor & { readonly transposed: boolean })[]): ReadonlySet<number> {
  const downs = new Map(tensors.filter(({ role }) => role === 'ffn.down').map((tensor) => [homeOf(tensor), sides(tensor).inputs]));
  const gates = new Set(tensors.filter(({ role }) => role === 'ffn.gate').map(homeOf));
  const fused = new Set<number>();
  tensors.forEach((tensor, i) => {
    const home = homeOf(tensor);
    if (tensor.role === 'ffn.up' && !gates.has(home) && sides(tensor).outputs === 2 * (downs.get(home) ?? NaN)) fused.add(i);
  });
  return fused;
}

function homeOf({ name }: RoledTensor): string {
  // BERT's `intermediate.dense` and `output.dense` have the block in common, others the module.
  const own = name.module === 'dense' ? 2 : 1;
  return name.path.slice(0, -own).join('.');
}

function sides({ shape, transposed }: RoledTensor): { inputs: number; outputs: number } {
  const [first, second] = shape.slice(-2);
  return transposed ? { inputs: first, outputs: second } : { inputs: second, outputs: first };
}
