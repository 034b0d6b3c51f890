import type { NumberType, Numbers } from '../numberTypes';

/** How a GGUF stores the numbers of a tensor: in blocks of fixed size, which for plain numbers hold one value. */
export interface TensorType {
  readonly name: string;
  /** Values in a block. */
  readonly elements: number;
  /** Bytes of a block. */
  readonly bytes: number;
  /** The values need Float64Array. */
  readonly wide: boolean;
  /** As NumberType.decode, for whole blocks. Absent where the type is known by name only. */
  readonly decode?: NumberType['decode'];
}

/** Writes the values of the block that starts at byte `at` to `out`, from index `to`. */
export type DecodeBlock = (view: DataView, at: number, out: Numbers, to: number) => void;

/** A quantised type by the size of its blocks and what to do with one of them. */
export function blockwise(name: string, elements: number, bytes: number, decodeBlock: DecodeBlock): TensorType {
  const decode: TensorType['decode'] = (data, out, at, count) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let block = 0; block * elements < count; block++) decodeBlock(view, block * bytes, out, at + block * elements);
  };
  return { name, elements, bytes, wide: false, decode };
}
