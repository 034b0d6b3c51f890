import type { Source } from '../../../model/source';
import type { StoredTensor } from '../checkpointFormat';
import { Malformed } from '../malformed';
import type { GgufHeader, TensorInfo } from './readHeader';
import { readTensor } from './readTensor';
import type { TensorType } from './tensorType';
import { tensorTypes } from './tensorTypes';

/**
 * The tensors of a header, after each was compared with the file: inside of it, and none over another.
 * @throws Malformed
 */
export function storedTensors(source: Source, size: number, { tensors, dataStart }: GgufHeader): StoredTensor[] {
  const placed = tensors.map((info) => placedTensor(info, dataStart, size));
  refuseOverlaps(placed);
  return placed.map(({ info, type, offset, count, bytes }) => ({
    name: info.name,
    shape: info.shape,
    type: type.name,
    bytes,
    read: () => readTensor(source, { name: info.name, type, offset, count }),
  }));
}

interface Placed {
  readonly info: TensorInfo;
  readonly type: TensorType;
  readonly offset: number;
  readonly count: number;
  readonly bytes: number;
}

function placedTensor(info: TensorInfo, dataStart: number, size: number): Placed {
  const type = tensorTypes.get(info.type) ?? { name: `type ${info.type}`, elements: 1, bytes: 0, wide: false };
  const count = info.shape.reduce((product, length) => product * length, 1);
  const rowLength = info.shape.at(-1) ?? 1;
  if (!Number.isSafeInteger(count) || rowLength % type.elements !== 0) {
    throw new Malformed(`The header gives ${JSON.stringify(info.name)} the shape ${info.shape.join(' × ')}, which ${type.name} cannot hold: the file is damaged. Copy or download it again.`);
  }
  const offset = dataStart + info.offset;
  const bytes = (count / type.elements) * type.bytes;
  if (!(offset + bytes <= size)) {
    throw new Malformed(`The file ends before the values of ${JSON.stringify(info.name)}: it is truncated or still being written. Copy or download it again.`);
  }
  return { info, type, offset, count, bytes };
}

function refuseOverlaps(tensors: readonly Placed[]): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < inOrder.length; i++) {
    const before = inOrder[i - 1];
    if (before.offset + before.bytes <= inOrder[i].offset) continue;
    throw new Malformed(`The header puts ${JSON.stringify(inOrder[i].info.name)} over ${JSON.stringify(before.info.name)}: the file is damaged. Copy or download it again.`);
  }
}
