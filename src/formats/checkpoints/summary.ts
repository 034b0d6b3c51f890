import type { Checkpoint, PlacedTensor, Tensor } from '../../model/checkpoint';
import { holdsIntegers, isBuffer } from './architectures/roleOf';
import { parseModuleName } from './architectures/moduleName';
import type { CheckpointFormat, OpenedCheckpoint } from './checkpointFormat';
import { placeTensors } from './place';
import { sizeOf } from './strided';

/** What a checkpoint holds, as plain data without the means to read it. */
export function checkpointOf(path: string, format: Pick<CheckpointFormat, 'id' | 'label'>, opened: OpenedCheckpoint): Checkpoint {
  const tensors = placeTensors(opened.tensors, opened.metadata);
  return {
    path,
    format: format.id,
    label: format.label,
    tensors,
    step: opened.step,
    files: opened.files,
    metadata: opened.metadata,
    troubles: [...opened.troubles, ...emptiness(opened)],
    parameters: countParameters(tensors),
  };
}

/** An empty table of tensors would leave the person to guess why. */
function emptiness({ tensors, optimizer, troubles }: OpenedCheckpoint): readonly string[] {
  if (tensors.length > 0 || troubles.length > 0) return [];
  return [optimizer ? 'It holds the state of an optimizer and no weights.' : 'It holds no tensors; whatever else is in it was not executed.'];
}

/** Values of all tensors of real numbers that are trained: no buffers, no running averages, and no integers, which nothing trains. */
export function countParameters(tensors: readonly PlacedTensor[]): number {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, String(shape)]));
  const isCopy = ({ name, shape }: Tensor) => shapes.get(averaged.exec(name)?.[1] ?? '') === String(shape);
  return tensors.filter((tensor) => isTrained(tensor) && !isCopy(tensor)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Running averages of the weights, kept beside them under the same names. */
const averaged = /^(?:\w*ema|ema_\w+|shadow\w*|swa\w*|average\w*)\.(?:module\.)?(.+)$/;

/** Whether the tensor holds parameters: real numbers that are no buffer. */
export function isTrained(tensor: Tensor): boolean {
  return !holdsIntegers(tensor.type) && !isBuffer(tensor, parseModuleName(tensor.name));
}
