import { Arena } from './arena';
import type { Matrix } from './matrix';

/** Columns of the packed matrix that are multiplied at a time: two strips of them fit the first cache. */
const depth = 256;

/** Rows of the lower triangle of a Gram matrix, from a multiple of 4 on. */
export interface GramRows {
  readonly from: number;
  readonly to: number;
}

/**
 * Gram matrix of the smaller side in float64: A·Aᵀ of a wide matrix, Aᵀ·A of a tall one, of size min(rows, columns)
 * squared, rows first. Only its lower triangle is computed; what lies above the diagonal has no meaning.
 */
export function gram(values: Float32Array | Float64Array, rows: number, columns: number): Float64Array {
  const matrix = { values, rows, columns };
  const size = Math.min(rows, columns);
  return Arena.use(gramBytes(matrix, allRows(size)), (arena) => {
    const product = accumulateGram(arena, matrix, 1, allRows(size));
    return withoutPadding(arena, product, size);
  });
}

/** All rows of a Gram matrix. */
export function allRows(size: number): GramRows {
  return { from: 0, to: size };
}

/** Side of a matrix of which rows and columns are padded to whole tiles. */
export function paddedSize(size: number): number {
  return (size + 3) & ~3;
}

/** Memory that accumulateGram takes. */
export function gramBytes({ values, rows, columns }: Matrix, { from, to }: GramRows): number {
  const padded = paddedSize(Math.min(rows, columns));
  return depth * padded * (values.BYTES_PER_ELEMENT + 8) + (paddedSize(to) - from) * padded * 8 + 3 * 64;
}

/**
 * Adds up rows of the Gram matrix of scale·A, panel by panel, and returns their address: each row is as long as the
 * padded matrix, the padding is zero.
 */
export function accumulateGram(arena: Arena, matrix: Matrix, scale: number, range: GramRows): number {
  const { values, rows, columns } = matrix;
  const size = Math.min(rows, columns);
  const padded = paddedSize(size);
  const panel = arena.take(depth * padded * values.BYTES_PER_ELEMENT);
  const packed = arena.take(depth * padded * 8);
  const productBytes = (paddedSize(range.to) - range.from) * padded * 8;
  const product = arena.take(productBytes);
  arena.bytes(product, productBytes).fill(0);
  const length = Math.max(rows, columns);
  for (let first = 0; first < length; first += depth) {
    const taken = paddedSize(Math.min(depth, length - first));
    copyPanel(arena, matrix, first, taken, panel);
    packPanel(arena, matrix, taken, scale, panel, packed, range.to);
    arena.kernels.rankUpdate(packed, packed, taken, product, padded * 8, range.from / 4, paddedSize(range.to) / 4);
  }
  return product;
}

/** Copies `taken` columns of a wide matrix, or rows of a tall one, into the kernels' memory; zeros beyond its end. */
function copyPanel(arena: Arena, { values, rows, columns }: Matrix, first: number, taken: number, panel: number): void {
  const size = Math.min(rows, columns);
  const target = values instanceof Float32Array ? arena.singles(panel, size * taken) : arena.doubles(panel, size * taken);
  const present = Math.min(taken, Math.max(rows, columns) - first);
  if (present < taken) target.fill(0);
  if (rows > columns) {
    target.set(values.subarray(first * columns, (first + present) * columns));
    return;
  }
  for (let row = 0; row < rows; row++) {
    const start = row * columns + first;
    target.set(values.subarray(start, start + present), row * taken);
  }
}

function packPanel(arena: Arena, { values, rows, columns }: Matrix, taken: number, scale: number, panel: number, packed: number, to: number): void {
  const { packSingles, packDoubles } = arena.kernels;
  const pack = values instanceof Float32Array ? packSingles : packDoubles;
  const bytes = values.BYTES_PER_ELEMENT;
  if (rows > columns) pack(panel, to, taken, bytes, columns * bytes, scale, packed);
  else pack(panel, to, taken, taken * bytes, bytes, scale, packed);
}

function withoutPadding(arena: Arena, product: number, size: number): Float64Array {
  const padded = paddedSize(size);
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) result.set(arena.doubles(product + row * padded * 8, size), row * size);
  return result;
}
