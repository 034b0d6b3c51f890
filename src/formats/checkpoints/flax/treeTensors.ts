import type { Source } from '../../../model/source';
import type { StoredTensor } from '../checkpointFormat';
import { bytesOf, numberTypes } from '../numberTypes';
import { readNumbers } from '../readNumbers';
import { sliceSource } from '../sliceSource';
import { storedTensor } from '../storedTensor';
import { rowMajorStrides, sizeOf } from '../strided';
import type { ArrayInfo, Tree } from './readTree';

/** The arrays of a tree as tensors; large ones are written in pieces (`__msgpack_chunked_array__`) and joined. */
export function treeTensors(source: Source, { arrays, scalars }: Tree): { readonly tensors: readonly StoredTensor[]; readonly troubles: readonly string[] } {
  const tensors: StoredTensor[] = [];
  const troubles: string[] = [];
  for (const [path, array] of arrays) {
    const [, chunked, index] = /^(.*)\/chunks\/(\d+)$/.exec(path) ?? [];
    const inPieces = chunked !== undefined && scalars.has(`${chunked}/${marker}`);
    if (inPieces && index !== '0') continue;
    const tensor = inPieces ? joinedTensor(source, chunked, { arrays, scalars }) : plainTensor(source, path, array);
    if (tensor) tensors.push(tensor);
    else troubles.push(`${JSON.stringify(inPieces ? chunked : path)} is left out: it has fewer values than its shape needs. Save it again.`);
  }
  return { tensors, troubles };
}

export const marker = '__msgpack_chunked_array__';

function plainTensor(source: Source, name: string, { shape, type, offset, length }: ArrayInfo): StoredTensor | undefined {
  const typeName = typeNameOf(type);
  const number = numberTypes.get(typeName);
  if (number && !(bytesOf(number, sizeOf(shape)) <= length)) return undefined;
  const values = sliceSource(source, offset, length, name);
  return storedTensor(name, typeName, { offset: 0, shape, strides: rowMajorStrides(shape) }, () => Promise.resolve(values));
}

function joinedTensor(source: Source, name: string, { arrays, scalars }: Tree): StoredTensor | undefined {
  const shape = numbered((i) => scalars.get(`${name}/shape/${i}`)).map(Number);
  const pieces = numbered((i) => arrays.get(`${name}/chunks/${i}`));
  const type = numberTypes.get(typeNameOf(pieces[0].type));
  const count = sizeOf(shape);
  if (!type || pieces.some((piece) => piece.type !== pieces[0].type || bytesOf(type, sizeOf(piece.shape)) > piece.length)) return undefined;
  if (pieces.reduce((sum, piece) => sum + sizeOf(piece.shape), 0) !== count) return undefined;
  const read = async (): Promise<Float32Array | Float64Array> => {
    const out = type.wide ? new Float64Array(count) : new Float32Array(count);
    let at = 0;
    for (const piece of pieces) {
      out.set(await readNumbers(source, piece.offset, type, sizeOf(piece.shape)), at);
      at += sizeOf(piece.shape);
    }
    return out;
  };
  return { name, shape, type: type.name, bytes: bytesOf(type, count), read };
}

function numbered<T>(get: (index: number) => T | undefined): T[] {
  const found: T[] = [];
  for (let next = get(0); next !== undefined; next = get(found.length)) found.push(next);
  return found;
}

/** float32 → F32, bfloat16 → BF16, uint8 → U8, float8_e4m3fn → F8_E4M3. */
function typeNameOf(name: string): string {
  const plain = /^(bfloat|float|uint|int|complex)(\d+)$/.exec(name);
  if (plain) return `${plain[1] === 'bfloat' ? 'BF' : plain[1][0].toUpperCase()}${plain[2]}`;
  const small = /^float8_(e4m3fnuz|e5m2fnuz|e4m3|e5m2)/.exec(name);
  return small ? `F8_${small[1].toUpperCase()}` : name.replace(/^bool$/, 'BOOL');
}
