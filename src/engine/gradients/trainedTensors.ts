import { isTrained } from '../../formats/checkpoints/summary';
import type { PlacedTensor } from '../../model/checkpoint';
import { say } from '../../model/say';

/** Tensors of a model that an optimizer may hold. */
export interface TrainedTensors {
  readonly tensors: readonly PlacedTensor[];
  /** Which these are, where others of equal shapes may be the trained ones. */
  readonly partOfModel?: string;
}

/**
 * What is usually trained of a model: all; adapters alone, above weights that are frozen; all but a head that shares the values of the
 * embedding; matrices alone, in all of the model or in its blocks (Muon). Experts are also tried stacked.
 */
export function usuallyTrained(tensors: readonly PlacedTensor[]): readonly TrainedTensors[] {
  const trained = tensors.filter(isTrained);
  const adapters = trained.filter(({ name, role }) => role === 'adapter.A' || role === 'adapter.B' || name.includes('lora_magnitude_vector'));
  const headless = trained.filter(({ role }) => role !== 'head');
  const matrices = trained.filter(({ shape }) => shape.length === 2);
  const inBlocks = matrices.filter(({ layer }) => layer !== null);
  const stacked = withStackedExperts(trained);
  const headlessStacked = stacked.filter(({ role }) => role !== 'head');
  return [trained, adapters, headless, matrices, inBlocks, stacked, headlessStacked].map((one) => ({ tensors: one }));
}

/** What is trained where a part of the model is frozen: the last blocks, with or without what stands before and behind them; biases alone. */
export function partlyTrained(tensors: readonly PlacedTensor[]): readonly TrainedTensors[] {
  const trained = withStackedExperts(tensors.filter(isTrained));
  const layers = [...new Set(trained.flatMap(({ layer }) => layer ?? []))].sort((a, b) => a - b);
  const biases = trained.filter(({ role }) => role === 'bias');
  const last = [...layers, Infinity].flatMap((first) => [false, true].flatMap((before) => [true, false].map((behind) => lastBlocks(trained, first, { before, behind }))));
  return [...last, { tensors: biases, partOfModel: say`its biases` }];
}

function lastBlocks(trained: readonly PlacedTensor[], first: number, { before, behind }: { readonly before: boolean; readonly behind: boolean }): TrainedTensors {
  const parts = [before ? say`its embeddings` : '', first === Infinity ? '' : say`its blocks from ${first} on`, behind ? say`what stands behind the blocks` : ''];
  return {
    tensors: trained.filter((tensor) => (tensor.layer !== null ? tensor.layer >= first : standsBefore(tensor) ? before : behind)),
    partOfModel: parts.filter((part) => part !== '').join(', '),
  };
}

function standsBefore({ name, role }: PlacedTensor): boolean {
  return role === 'embedding' || (role !== 'head' && /embed/i.test(name));
}

/** Transformers 5 trains the experts of a block as two stacks, [experts, outputs, inputs], and saves them one by one. */
function withStackedExperts(tensors: readonly PlacedTensor[]): readonly PlacedTensor[] {
  const counts = new Map<string, number>();
  for (const { name } of tensors) {
    const stack = stackOf(name);
    if (stack) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  }
  return tensors.flatMap((tensor) => {
    const stack = stackOf(tensor.name);
    if (!stack) return [tensor];
    const isFirst = /experts\.0\.(?:gate_proj|w1|down_proj|w2)\.weight$/.test(tensor.name);
    const [outputs, inputs] = tensor.shape;
    const isPair = stack.endsWith('gate_up_proj');
    return isFirst ? [{ ...tensor, name: stack, shape: [(counts.get(stack) ?? 0) / (isPair ? 2 : 1), isPair ? 2 * outputs : outputs, inputs] }] : [];
  });
}

/** Name of the stack in which a matrix of an expert is trained. */
function stackOf(name: string): string | undefined {
  const [, experts, matrix] = /^(.*experts)\.\d+\.(gate_proj|up_proj|down_proj|w1|w2|w3)\.weight$/.exec(name) ?? [];
  return experts && `${experts}.${matrix === 'down_proj' || matrix === 'w2' ? 'down_proj' : 'gate_up_proj'}`;
}
