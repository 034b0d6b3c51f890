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
  /** The largest rank that the product can have: the number of rows of A, or of an expert's share of them. */
  readonly rank: number;
  /** alpha / r, or alpha / √r for rank-stabilised adapters; 1 where no configuration tells, which no rank depends on. */
  readonly scaling: number;
  readonly scalingKnown: boolean;
  readonly a: StoredTensor;
  readonly b: StoredTensor;
  /** Which of the experts that share A and B it is of. */
  readonly expert?: ExpertShare;
  /** The diagonal between B and A (AdaLoRA). */
  readonly diagonal?: StoredTensor;
}

/** Expert `index` of `count`. */
export interface ExpertShare {
  readonly index: number;
  readonly count: number;
}

/** Pairs A and B of the adapters of a checkpoint, in the order of their A. What has no counterpart of fitting shape is left out. */
export function pairAdapters(tensors: readonly StoredTensor[], config?: AdapterConfig): readonly Adapter[] {
  const counterparts = byModule(tensors, bPart);
  const diagonals = byModule(tensors, diagonalPart);
  return tensors.flatMap((a) => {
    const module = moduleOf(a.name);
    const b = aPart.test(a.name) ? counterparts.get(module) : undefined;
    return b && a.shape.length > 1 && b.shape[1] === a.shape[0] ? adaptersOf({ a, b, diagonal: diagonals.get(module) }, config) : [];
  });
}

function byModule(tensors: readonly StoredTensor[], part: RegExp): ReadonlyMap<string, StoredTensor> {
  return new Map(tensors.filter(({ name }) => part.test(name)).map((tensor) => [moduleOf(tensor.name), tensor]));
}

type Factors = Pick<Adapter, 'a' | 'b' | 'diagonal'>;

/**
 * The `rank` eigenvalues of (BA)ᵀ(BA) with the scaling, descending.
 * @throws UnreadableTensor
 */
export async function adapterEigenvalues({ a, b, scaling, expert, diagonal }: Factors & Pick<Adapter, 'scaling' | 'expert'>): Promise<Float64Array> {
  const right = rowsOfExpert(scaledRows(await a.read(), await diagonal?.read()), expert);
  const left = columnsOfExpert(await b.read(), a.shape[0], expert);
  return productSpectrum({ left, right, rank: a.shape[0] / (expert?.count ?? 1) }).map((value) => value * scaling ** 2);
}

type Values = Float32Array | Float64Array;

function scaledRows(values: Values, diagonal: Values | undefined): Values {
  if (!diagonal) return values;
  const columns = values.length / diagonal.length;
  return values.map((value, i) => value * diagonal[Math.floor(i / columns)]);
}

/** The rows of A are those of one expert after the other. */
function rowsOfExpert(values: Values, expert: ExpertShare | undefined): Values {
  if (!expert) return values;
  const size = values.length / expert.count;
  return values.subarray(expert.index * size, (expert.index + 1) * size);
}

/** The columns of B are [rank, experts]. */
function columnsOfExpert(values: Values, columns: number, expert: ExpertShare | undefined): Values {
  return expert ? values.filter((_, i) => (i % columns) % expert.count === expert.index) : values;
}

const aPart = /(^|[./_])(lora_embedding_A|lora_A|lora_a|lora_down)(?=[./]|$)/;
const diagonalPart = /\.lora_E(?=\.|$)/;
const bPart = /(^|[./_])(lora_embedding_B|lora_B|lora_b|lora_up)(?=[./]|$)/;

/** Name of the adapted module: what A and B have in common. */
function moduleOf(name: string): string {
  return name.replace(aPart, '').replace(bPart, '').replace(diagonalPart, '').replace(/[./](default|weight)(?=[./]|$)/g, '');
}

function adaptersOf(factors: Factors, config: AdapterConfig | undefined): readonly Adapter[] {
  const rows = factors.a.shape[0];
  const count = config?.expertsOf(moduleOf(factors.a.name), rows) ?? 1;
  if (count === 1) return [adapterOf(factors, rows, config)];
  const whole = adapterOf(factors, rows / count, config);
  return Array.from({ length: count }, (_, index) => ({ ...whole, name: `${whole.name}[${index}]`, expert: { index, count } }));
}

function adapterOf(factors: Factors, rank: number, config: AdapterConfig | undefined): Adapter {
  const { a, b } = factors;
  const module = moduleOf(a.name);
  // Factors of a convolution are flattened as the convolution itself is: outputs × (inputs · height · width).
  const shape = [b.shape[0], sizeOf(a.shape.slice(1))] as const;
  const [{ role, layer, assumed }] = placeTensors([{ name: `${module}.weight`, shape, type: a.type, bytes: 0 }], {});
  const scaling = config?.scalingOf(module, rank);
  return { name: `${module}.BA`, place: { role, layer, assumed }, shape, rank, scaling: scaling ?? 1, scalingKnown: scaling !== undefined, ...factors };
}
