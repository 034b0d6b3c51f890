import { Arena } from './arena';
import type { Kernels } from './kernelModule';
import type { Matrix } from './matrix';
import { longSide, shortSide } from './matrix';
import type { ProgressListener } from './progress';

/** Columns of the packed matrix that are multiplied at a time: two strips of them fit the first cache. */
const depth = 256;
/** Rows and columns are padded with zeros to whole strips of the widest kernel. */
const strip = 12;

/** In which numbers products are summed: single is twice as fast, to about 1e-7 of the largest eigenvalue. */
export type Arithmetic = 'double' | 'single';

/** Rows [from, to) of the lower triangle of a Gram matrix; both are multiples of 12, or `to` is its size. */
export interface GramRange {
  readonly from: number;
  readonly to: number;
}

/** Rows of the Gram matrix of scale·A, each as long as the padded matrix. */
export interface GramRows extends GramRange {
  readonly values: Float64Array;
}

/**
 * Gram matrix of the smaller side in float64: A·Aᵀ of a wide matrix, Aᵀ·A of a tall one, of size min(rows, columns)
 * squared, rows first. Only its lower triangle is computed; what lies above the diagonal has no meaning.
 */
export function gram(values: Float32Array | Float64Array, rows: number, columns: number): Float64Array {
  const size = Math.min(rows, columns);
  const padded = paddedSize(size);
  const product = gramRows({ values, rows, columns }, 1, { from: 0, to: size }, 'double').values;
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) result.set(product.subarray(row * padded, row * padded + size), row * size);
  return result;
}

/** Some rows of the Gram matrix of scale·A: what one thread of several computes. */
export function gramRows(matrix: Matrix, scale: number, { from, to }: GramRange, arithmetic: Arithmetic, progress?: ProgressListener): GramRows {
  return Arena.use(gramBytes(matrix, { from, to }), (arena) => {
    const product = accumulateGram(arena, matrix, scale, { from, to }, arithmetic, progress);
    return { from, to, values: arena.doubles(product, (paddedSize(to) - from) * paddedSize(shortSide(matrix))).slice() };
  });
}

/** Ranges of rows with equal shares of the lower triangle, for so many threads. */
export function equalShares(size: number, count: number): GramRange[] {
  const bounds = Array.from({ length: count + 1 }, (_, i) => i === count ? size : Math.min(size, Math.round((size * Math.sqrt(i / count)) / strip) * strip));
  return bounds.slice(1).map((to, i) => ({ from: bounds[i], to })).filter(({ from, to }) => from < to);
}

/** Side of a matrix of which rows and columns are padded. */
export function paddedSize(size: number): number {
  return Math.ceil(size / strip) * strip;
}

/** Memory that accumulateGram takes. */
export function gramBytes(matrix: Matrix, { from, to }: GramRange): number {
  const padded = paddedSize(shortSide(matrix));
  return depth * padded * (matrix.values.BYTES_PER_ELEMENT + 8) + (paddedSize(to) - from) * padded * 8 + 3 * 64;
}

/** Adds up rows of the Gram matrix of scale·A, panel by panel, and returns their address; padding is zero. */
export function accumulateGram(arena: Arena, matrix: Matrix, scale: number, { from, to }: GramRange, arithmetic: Arithmetic, progress?: ProgressListener): number {
  const padded = paddedSize(shortSide(matrix));
  const panel = arena.take(depth * padded * matrix.values.BYTES_PER_ELEMENT);
  const packed = arena.take(depth * padded * 8);
  const productBytes = (paddedSize(to) - from) * padded * 8;
  const product = arena.take(productBytes);
  arena.bytes(product, productBytes).fill(0);
  const pack = packing(arena.kernels, matrix, arithmetic);
  const { update, lanes } = updating(arena.kernels, arithmetic);
  for (let first = 0; first < longSide(matrix); first += depth) {
    const taken = Math.min(depth, longSide(matrix) - first);
    copyPanel(arena, matrix, first, taken, to, panel);
    const [rowBytes, columnBytes] = strides(matrix, taken);
    pack(panel, to, taken, rowBytes, columnBytes, scale, packed);
    update(packed, packed, taken, product, padded * 8, from / lanes, Math.ceil(to / lanes));
    progress?.(Math.min(1, (first + depth) / longSide(matrix)));
  }
  return product;
}

function packing(kernels: Kernels, { values }: Matrix, arithmetic: Arithmetic): Kernels['packSingles'] {
  if (values instanceof Float32Array) return arithmetic === 'single' ? kernels.packSinglesAsSingles : kernels.packSingles;
  return arithmetic === 'single' ? kernels.packDoublesAsSingles : kernels.packDoubles;
}

/** The kernel that multiplies, and how many rows a strip of it has. */
function updating({ rankUpdate, rankUpdateInSingles }: Kernels, arithmetic: Arithmetic): { readonly update: Kernels['rankUpdate']; readonly lanes: number } {
  return arithmetic === 'single' ? { update: rankUpdateInSingles, lanes: 12 } : { update: rankUpdate, lanes: 6 };
}

/** Bytes from row to row and from column to column of the packed matrix, in a panel of a wide or of a tall one. */
function strides({ values: { BYTES_PER_ELEMENT: bytes }, rows, columns }: Matrix, taken: number): readonly [number, number] {
  return rows > columns ? [bytes, columns * bytes] : [taken * bytes, bytes];
}

/** Copies `taken` columns of the rows before `to` of a wide matrix, or `taken` rows of a tall one, into the kernels' memory. */
function copyPanel(arena: Arena, { values, rows, columns }: Matrix, first: number, taken: number, to: number, panel: number): void {
  const count = Math.min(rows, columns) * taken;
  const target = values instanceof Float32Array ? arena.singles(panel, count) : arena.doubles(panel, count);
  if (rows > columns) {
    target.set(values.subarray(first * columns, (first + taken) * columns));
    return;
  }
  for (let row = 0; row < to; row++) {
    const start = row * columns + first;
    target.set(values.subarray(start, start + taken), row * taken);
  }
}
