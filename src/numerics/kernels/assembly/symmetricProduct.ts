import { multiplyAdd, sumOfLanes } from './lanes';

/**
 * y = A·x for the leading `size` rows of a symmetric A of which the lower triangle is kept, rows of `stride` bytes.
 * Each element is read once and used for both of its places. x and y are padded to a multiple of 4 and x is zero in
 * the padding; what y holds there has no meaning. Rows of A exist up to the padding and are finite.
 */
export function symmetricProduct(a: usize, stride: usize, size: usize, x: usize, y: usize): void {
  symmetricProducts(a, stride, size, x, y, 1, 8);
}

/** Columns at a time, over all vectors: their parts of x and y stay in the first cache while the rows pass by. */
const blockValues: usize = 2048;

/** The same for `count` vectors, `spacing` bytes from one to the next, with one pass through A. */
export function symmetricProducts(a: usize, stride: usize, size: usize, x: usize, y: usize, count: usize, spacing: usize): void {
  const padded: usize = (size + 3) & ~3;
  for (let vector: usize = 0; vector < count; vector++) memory.fill(y + vector * spacing, 0, padded * 8);
  const blockColumns: usize = max(64, (blockValues / count) & ~3);
  for (let block: usize = 0; block < padded; block += blockColumns) {
    for (let row: usize = block; row < padded; row += 4) {
      const rows: usize = a + row * stride;
      const end: usize = min(block + blockColumns, row);
      for (let offset: usize = 0; offset < count * spacing; offset += spacing) {
        fourRows(rows, stride, row, block, end, x + offset, y + offset);
        if (row < block + blockColumns) diagonalTile(rows + row * 8, stride, x + offset + row * 8, y + offset + row * 8);
      }
    }
  }
}

/**
 * The part of four rows in the columns [start, end), left of their diagonal tile. One offset that counts up to zero
 * serves all six addresses, which saves a fifth of the instructions.
 */
function fourRows(a: usize, stride: usize, row: usize, start: usize, end: usize, x: usize, y: usize): void {
  const own: usize = row * 8;
  const x0 = v128.load64_splat(x + own), x1 = v128.load64_splat(x + own, 8);
  const x2 = v128.load64_splat(x + own, 16), x3 = v128.load64_splat(x + own, 24);
  let sum0: v128 = f64x2.splat(0), sum1: v128 = f64x2.splat(0), sum2: v128 = f64x2.splat(0), sum3: v128 = f64x2.splat(0);
  const bytes: usize = (end - start) * 8;
  if (bytes === 0) return;
  const first: usize = a + end * 8, second: usize = first + stride, third: usize = second + stride, fourth: usize = third + stride;
  const across: usize = x + end * 8, down: usize = y + end * 8;
  let at: usize = -bytes;
  do {
    const right = v128.load(across + at);
    const a0 = v128.load(first + at), a1 = v128.load(second + at);
    sum0 = multiplyAdd<f64>(a0, right, sum0);
    sum1 = multiplyAdd<f64>(a1, right, sum1);
    const upper = multiplyAdd<f64>(a1, x1, multiplyAdd<f64>(a0, x0, v128.load(down + at)));
    const a2 = v128.load(third + at), a3 = v128.load(fourth + at);
    sum2 = multiplyAdd<f64>(a2, right, sum2);
    sum3 = multiplyAdd<f64>(a3, right, sum3);
    v128.store(down + at, multiplyAdd<f64>(a3, x3, multiplyAdd<f64>(a2, x2, upper)));
    at += 16;
  } while (at !== 0);
  add(y + own, sumOfLanes(sum0));
  add(y + own + 8, sumOfLanes(sum1));
  add(y + own + 16, sumOfLanes(sum2));
  add(y + own + 24, sumOfLanes(sum3));
}

function diagonalTile(a: usize, stride: usize, x: usize, y: usize): void {
  for (let row: usize = 0; row < 4; row++) {
    for (let column: usize = 0; column < row; column++) {
      const value = load<f64>(a + row * stride + column * 8);
      add(y + row * 8, value * load<f64>(x + column * 8));
      add(y + column * 8, value * load<f64>(x + row * 8));
    }
    add(y + row * 8, load<f64>(a + row * stride + row * 8) * load<f64>(x + row * 8));
  }
}

function add(target: usize, value: f64): void {
  store<f64>(target, load<f64>(target) + value);
}
