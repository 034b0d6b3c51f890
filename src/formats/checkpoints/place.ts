import type { PlacedTensor, Tensor } from '../../model/checkpoint';
import { fusedGates } from './architectures/fusedGates';
import { layoutsOf } from './architectures/layout';
import { parseModuleName, stackedLayerOf } from './architectures/moduleName';
import { roleOf } from './architectures/roleOf';
import { shapedFeedForward } from './architectures/shapedFeedForward';

/**
 * Finds what each tensor of a model does, in which block it stands and which way round it is stored. Prefixes of wrappers
 * (module., _orig_mod., base_model.model.) make no difference: names are looked at from their ends.
 */
export function placeTensors(tensors: readonly Tensor[], metadata: Readonly<Record<string, string | number | boolean>>): readonly PlacedTensor[] {
  const names = tensors.map(({ name }) => parseModuleName(name));
  const modules = new Set(names.map(({ path }) => path.join('.')));
  const named = tensors.map((tensor, i) => ({ shape: tensor.shape, transposed: tensor.transposed, name: names[i], ...roleOf(tensor, names[i], modules) }));
  const shaped = shapedFeedForward(named);
  const roled = named.map((tensor, i) => ({ ...tensor, role: shaped.get(i) ?? tensor.role, assumed: tensor.assumed || shaped.has(i) }));
  const layouts = layoutsOf(roled, metadata);
  const fused = fusedGates(roled.map((tensor, i) => ({ ...tensor, transposed: layouts[i].transposed })));
  return tensors.map((tensor, i) => ({
    name: tensor.name,
    shape: tensor.shape,
    type: tensor.type,
    bytes: tensor.bytes,
    role: fused.has(i) ? 'ffn.gateUp' : roled[i].role,
    layer: names[i].layer ?? stackedLayerOf(names[i].parameter),
    transposed: layouts[i].transposed,
    assumed: roled[i].assumed || layouts[i].assumed || fused.has(i),
  }));
}
