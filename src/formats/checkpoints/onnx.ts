import type { Source } from '../../model/source';
import type { CheckpointFormat, Folder, OpenedCheckpoint } from './checkpointFormat';
import { isFailure } from './failure';
import { HeaderReader } from './headerReader';
import { Malformed, orError } from './malformed';
import { initializerTensor } from './onnx/initializers';
import { readOnnxModel } from './onnx/readModel';

/** The initializers of an ONNX model. */
export const onnx: CheckpointFormat = {
  id: 'onnx',
  label: 'ONNX model',
  recognise(path, head) {
    if (!path.toLowerCase().endsWith('.onnx')) return 0;
    // Models begin with their ir_version, field 1 as a varint.
    return head[0] === 0x08 ? 3 : 1;
  },
  open: (source, folder) => orError(() => open(source, folder)),
};

/** Tensors lie between small pieces of the graph: reading far ahead would read their values. */
const windowBytes = 4096;

async function open(source: Source, folder: Folder): Promise<OpenedCheckpoint> {
  const size = (await source.stat())?.size;
  if (!size) throw new Malformed('The file is gone or empty. Export the model again.');
  const { metadata, initializers, transposed } = await readOnnxModel(new HeaderReader(source, size, windowBytes));
  const found = initializers.map((proto) => initializerTensor(proto, transposed.get(proto.name), source, folder));
  const troubles = found.flatMap((tensor) => (isFailure(tensor) ? [tensor.error] : []));
  if (found.length === 0) troubles.push('This model holds no initializers: there are no weights to analyse.');
  return { tensors: found.flatMap((tensor) => (isFailure(tensor) ? [] : [tensor])), step: null, files: [source.path], metadata, troubles };
}
