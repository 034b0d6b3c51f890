import type { Source } from '../../../model/source';
import { ProtoReader } from '../../protobuf';
import { bytesSource } from '../bytesSource';
import { UnreadableTensor } from '../checkpointFormat';
import type { Folder, StoredTensor } from '../checkpointFormat';
import type { Failure } from '../failure';
import { isPlainName } from '../isPlainName';
import { bytesOf, decodeNumbers, numberTypes } from '../numberTypes';
import type { NumberType, Numbers } from '../numberTypes';
import { sliceSource } from '../sliceSource';
import { storedTensor } from '../storedTensor';
import { rowMajorStrides, sizeOf } from '../strided';
import type { TensorProto, Values } from './readTensorProto';

/** Names of onnx.TensorProto.DataType. */
const typeNames: Readonly<Record<number, string>> = {
  1: 'F32', 2: 'U8', 3: 'I8', 4: 'U16', 5: 'I16', 6: 'I32', 7: 'I64', 9: 'BOOL', 10: 'F16', 11: 'F64', 12: 'U32', 13: 'U64', 14: 'C64', 15: 'C128',
  16: 'BF16', 17: 'F8_E4M3', 18: 'F8_E4M3FNUZ', 19: 'F8_E5M2', 20: 'F8_E5M2FNUZ', 23: 'F4',
};

/** An initializer as a tensor; a sentence where its values are not there or are too few. */
export function initializerTensor(proto: TensorProto, transposed: boolean | undefined, source: Source, folder: Folder): StoredTensor | Failure {
  const { name, shape, values } = proto;
  const typeName = typeNames[proto.type] ?? `type ${proto.type}`;
  const type = numberTypes.get(typeName);
  const wrong = whatIsWrong(proto, type);
  if (wrong) return { error: `${JSON.stringify(name)} ${wrong}` };
  const tensor = storedTensor(name, typeName, { offset: 0, shape, strides: rowMajorStrides(shape) }, async () => valuesOf(values, source, folder));
  const read = type && values?.kind === 'varints' ? () => readVarints(source, values, type, sizeOf(shape)) : () => tensor.read();
  return { ...tensor, ...(transposed === undefined ? {} : { transposed }), read };
}

function whatIsWrong({ shape, values }: TensorProto, type: NumberType | undefined): string | undefined {
  const count = sizeOf(shape);
  if (!values) return count > 0 ? 'has no values in the file. Export the model again.' : undefined;
  if (values.kind === 'external' && !isPlainName(values.file)) return `points to ${JSON.stringify(values.file)}, outside of the folder of the model. Export it with its data beside it.`;
  // A varint takes at least a byte.
  const least = values.kind === 'varints' || !type ? count : bytesOf(type, count);
  const short = type !== undefined && least > (values.length ?? Infinity);
  return short ? `has fewer values than its shape ${shape.join(' × ')} needs. Export the model again.` : undefined;
}

async function valuesOf(values: Values | undefined, source: Source, folder: Folder): Promise<Source | Failure> {
  if (!values) return bytesSource(source.path, new Uint8Array(0));
  if (values.kind !== 'external') return sliceSource(source, values.offset, values.length, 'values');
  const file = folder.source(values.file);
  const stat = await file.stat();
  if (!stat) return { error: `Its values stand in ${values.file}, which is missing. Put that file beside the model.` };
  return sliceSource(file, values.offset, values.length ?? stat.size, 'values');
}

/** @throws UnreadableTensor where they do not number `count` */
async function readVarints(source: Source, values: Stretch, type: NumberType, count: number): Promise<Numbers> {
  if (values.length > mostVarintBytes) throw new UnreadableTensor('Its values are written as varints of more than 64 MB. Export the model with raw data.');
  const reader = new ProtoReader(await source.read(values.offset, values.length));
  const out = new Float64Array(count);
  let found = 0;
  while (reader.at < reader.bytes.length && !reader.broken && found < count) out[found++] = reader.varint();
  if (reader.broken || found < count) throw new UnreadableTensor('It has fewer values than its shape needs. Export the model again.');
  return /F/.test(type.name) ? fromBits(out, type) : out;
}

interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/** Small floating-point numbers are written as the integers that their bits make. */
function fromBits(bits: Float64Array, type: NumberType): Numbers {
  const bytes = type.bits === 8 ? Uint8Array.from(bits) : new Uint8Array(Uint16Array.from(bits).buffer);
  return decodeNumbers(type, bytes, bits.length);
}

const mostVarintBytes = 64 << 20;
