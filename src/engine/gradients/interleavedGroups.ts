import type { PlacedTensor } from '../../model/checkpoint';

type Key = number | string;

/**
 * Divides the tensors of a model among groups that each keep the order of the model, as several optimizers do that share it by rules of their
 * own (Muon for matrices, AdamW for the rest): every tensor goes to the one group whose next parameter has its shape. Undefined where no group
 * waits for a tensor, or more than one does.
 */
export function interleavedGroups(order: readonly PlacedTensor[], groups: readonly (readonly Key[])[], shapes: ReadonlyMap<Key, readonly number[]>): readonly (readonly PlacedTensor[])[] | undefined {
  const divided: PlacedTensor[][] = groups.map(() => []);
  for (const tensor of order) {
    const waiting = divided.filter((taken, i) => taken.length < groups[i].length && isOf(tensor, shapes.get(groups[i][taken.length])));
    if (waiting.length !== 1) return undefined;
    waiting[0].push(tensor);
  }
  return divided;
}

function isOf({ shape }: PlacedTensor, wanted: readonly number[] | undefined): boolean {
  return wanted !== undefined && wanted.length === shape.length && wanted.every((length, i) => length === shape[i]);
}
