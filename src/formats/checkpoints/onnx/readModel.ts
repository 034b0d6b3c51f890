import type { HeaderReader } from '../headerReader';
import { protoFields } from './protoFields';
import type { ProtoField } from './protoFields';
import { readTensorProto } from './readTensorProto';
import type { TensorProto } from './readTensorProto';

/** What a ModelProto (onnx.proto3) says of weights. */
export interface OnnxModel {
  readonly metadata: Readonly<Record<string, string | number>>;
  readonly initializers: readonly TensorProto[];
  /** Which way round the weights of MatMul and Gemm stand, by their name: x·W has [inputs, outputs]. */
  readonly transposed: ReadonlyMap<string, boolean>;
}

/** @throws Malformed */
export async function readOnnxModel(reader: HeaderReader): Promise<OnnxModel> {
  const metadata: Record<string, string | number> = Object.create(null);
  const initializers: TensorProto[] = [];
  const transposed = new Map<string, boolean>();
  for await (const field of protoFields(reader, reader.position + reader.left)) {
    if (field.number === 1) metadata['ir_version'] = field.value;
    else if (field.number === 2) metadata['producer_name'] = await textOf(reader, field);
    else if (field.number === 7) await readGraph(reader, field, { initializers, transposed });
    else if (field.number === 14) await readProperty(reader, field, metadata);
  }
  return { metadata, initializers, transposed };
}

interface Graph {
  readonly initializers: TensorProto[];
  readonly transposed: Map<string, boolean>;
}

async function readGraph(reader: HeaderReader, graph: ProtoField, into: Graph): Promise<void> {
  for await (const field of protoFields(reader, endOf(graph))) {
    if (field.number === 1) await readNode(reader, field, into.transposed);
    else if (field.number === 5) into.initializers.push(await readTensorProto(reader, field));
  }
}

async function readNode(reader: HeaderReader, node: ProtoField, transposed: Map<string, boolean>): Promise<void> {
  const inputs: string[] = [];
  let operator = '';
  let transB = false;
  for await (const field of protoFields(reader, endOf(node))) {
    if (field.number === 1) inputs.push(await textOf(reader, field));
    else if (field.number === 4) operator = await textOf(reader, field);
    else if (field.number === 5) transB = await isTransB(reader, field) || transB;
  }
  if (inputs.length < 2) return;
  if (operator === 'MatMul') transposed.set(inputs[1], true);
  else if (operator === 'Gemm') transposed.set(inputs[1], !transB);
}

async function isTransB(reader: HeaderReader, attribute: ProtoField): Promise<boolean> {
  let name = '';
  let value = 0;
  for await (const field of protoFields(reader, endOf(attribute))) {
    if (field.number === 1) name = await textOf(reader, field);
    else if (field.number === 3) value = field.value;
  }
  return name === 'transB' && value === 1;
}

async function readProperty(reader: HeaderReader, property: ProtoField, metadata: Record<string, string | number>): Promise<void> {
  let key = '';
  for await (const field of protoFields(reader, endOf(property))) {
    if (field.number === 1) key = await textOf(reader, field);
    else if (field.number === 2) metadata[key] = await textOf(reader, field);
  }
}

export function endOf({ start, length }: ProtoField): number {
  return start + length;
}

export function textOf(reader: HeaderReader, { length }: ProtoField): Promise<string> {
  return reader.text(length, longestText);
}

const longestText = 4096;
