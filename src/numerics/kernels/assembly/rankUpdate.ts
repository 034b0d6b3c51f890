import { multiplyAdd } from './lanes';

/** Strips in a block of columns: with 256 columns a block takes 256 KiB and stays in the second cache while rows pass by. */
const blockStrips: usize = 32;

/**
 * C += L·Rᵀ on the strips [from, to) of four rows of the lower triangle of C, in doubles. L and R are packed: strip s
 * holds rows 4s … 4s+3, interleaved, over `depth` columns; depth is a multiple of 4. C begins at row 4·from and has
 * rows of `stride` bytes. The tiles on the diagonal are computed whole.
 */
export function rankUpdate(left: usize, right: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  const stripBytes: usize = depth * 32;
  for (let block: usize = 0; block < to; block += blockStrips) {
    for (let row: usize = max(block, from); row < to; row++) {
      const columns: usize = min(block + blockStrips, row + 1);
      for (let column: usize = block; column < columns; column++) {
        updateTile(left + row * stripBytes, right + column * stripBytes, depth, c + (row - from) * 4 * stride + column * 32, stride);
      }
    }
  }
}

/** A tile of 4 × 4, held in registers over the whole depth. */
function updateTile(a: usize, b: usize, depth: usize, c: usize, stride: usize): void {
  let c00: v128 = f64x2.splat(0), c01: v128 = f64x2.splat(0);
  let c10: v128 = f64x2.splat(0), c11: v128 = f64x2.splat(0);
  let c20: v128 = f64x2.splat(0), c21: v128 = f64x2.splat(0);
  let c30: v128 = f64x2.splat(0), c31: v128 = f64x2.splat(0);
  const end: usize = a + depth * 32;
  while (a < end) {
    for (let step: usize = 0; step < 4; step++) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const a0 = v128.load64_splat(a);
      c00 = multiplyAdd(a0, b0, c00);
      c01 = multiplyAdd(a0, b1, c01);
      const a1 = v128.load64_splat(a, 8);
      c10 = multiplyAdd(a1, b0, c10);
      c11 = multiplyAdd(a1, b1, c11);
      const a2 = v128.load64_splat(a, 16);
      c20 = multiplyAdd(a2, b0, c20);
      c21 = multiplyAdd(a2, b1, c21);
      const a3 = v128.load64_splat(a, 24);
      c30 = multiplyAdd(a3, b0, c30);
      c31 = multiplyAdd(a3, b1, c31);
      a += 32;
      b += 32;
    }
  }
  addRow(c, c00, c01);
  addRow(c + stride, c10, c11);
  addRow(c + 2 * stride, c20, c21);
  addRow(c + 3 * stride, c30, c31);
}

function addRow(c: usize, first: v128, second: v128): void {
  v128.store(c, f64x2.add(v128.load(c), first));
  v128.store(c, f64x2.add(v128.load(c, 16), second), 16);
}
