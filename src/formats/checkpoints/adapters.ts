import type { PlacedTensor } from '../../model/checkpoint';
import { productSpectrum } from '../../numerics/productSpectrum';
import type { AdapterConfig } from './adapterConfig';
import type { StoredTensor } from './checkpointFormat';
import { placeTensors } from './place';
import { sizeOf } from './strided';

/** A low-rank adapter: what it adds to a matrix is scaling · B·A. */
export interface Adapter {
  /** The adapted module with the product: `model.layers.0.self_attn.q_proj.BA`. */
  readonly name: string;
  /** The product as a tensor in the model: [outputs, inputs], with the role of the adapted matrix. */
  readonly place: Pick<PlacedTensor, 'role' | 'layer' | 'assumed'>;
  readonly shape: readonly [number, number];
  /** Number of rows of A: the largest rank that the product can have. */
  readonly rank: number;
  /** alpha / r, or alpha / √r for rank-stabilised adapters; 1 where no configuration tells, which no rank depends on. */
  readonly scaling: number;
  readonly scalingKnown: boolean;
  readonly a: StoredTensor;
  readonly b: StoredTensor;
}

/** Pairs A and B of the adapters of a checkpoint, in the order of their A. What has no counterpart of fitting shape is left out. */
export function pairAdapters(tensors: readonly StoredTensor[], config?: AdapterConfig): readonly Adapter[] {
  const counterparts = new Map(tensors.filter(({ name }) => bPart.test(name)).map((tensor) => [moduleOf(tensor.name), tensor]));
  return tensors.flatMap((a) => {
    const b = aPart.test(a.name) ? counterparts.get(moduleOf(a.name)) : undefined;
    return b && a.shape.length > 1 && b.shape[1] === a.shape[0] ? [adapterOf(a, b, config)] : [];
  });
}

/**
 * The `rank` eigenvalues of (BA)ᵀ(BA) with the scaling, descending.
 * @throws UnreadableTensor
 */
export async function adapterEigenvalues({ a, b, rank, scaling }: Adapter): Promise<Float64Array> {
  const right = await a.read();
  const left = await b.read();
  return productSpectrum({ left, right, rank }).map((value) => value * scaling ** 2);
}

const aPart = /(^|[./_])(lora_embedding_A|lora_A|lora_a|lora_down)(?=[./]|$)/;
const bPart = /(^|[./_])(lora_embedding_B|lora_B|lora_b|lora_up)(?=[./]|$)/;

/** Name of the adapted module: what A and B have in common. */
function moduleOf(name: string): string {
  return name.replace(aPart, '').replace(bPart, '').replace(/[./](default|weight)(?=[./]|$)/g, '');
}

function adapterOf(a: StoredTensor, b: StoredTensor, config: AdapterConfig | undefined): Adapter {
  const module = moduleOf(a.name);
  const rank = a.shape[0];
  // Factors of a convolution are flattened as the convolution itself is: outputs × (inputs · height · width).
  const shape = [b.shape[0], sizeOf(a.shape.slice(1))] as const;
  const [{ role, layer, assumed }] = placeTensors([{ name: `${module}.weight`, shape, type: a.type, bytes: 0 }], {});
  const scaling = config?.scalingOf(module, rank);
  return { name: `${module}.BA`, place: { role, layer, assumed }, shape, rank, scaling: scaling ?? 1, scalingKnown: scaling !== undefined, a, b };
}
