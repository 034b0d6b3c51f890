import { multiplyAdd } from './lanes';

/** Strips in a block of columns: with 256 columns a block takes 288 KiB and stays in the second cache while rows pass by. */
const blockStrips: usize = 24;

/**
 * C += L·Rᵀ on the strips [from, to) of six rows of the lower triangle of C, in doubles. L and R are packed: strip s
 * holds rows 6s … 6s+5, interleaved, over `depth` columns, one or more. C begins at row 6·from and has rows of `stride`
 * bytes. The tiles on the diagonal are computed whole.
 */
export function rankUpdate(left: usize, right: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  const stripBytes: usize = depth * 48;
  for (let block: usize = 0; block < to; block += blockStrips) {
    for (let row: usize = max(block, from); row < to; row++) {
      const strip: usize = left + row * stripBytes;
      const target: usize = c + (row - from) * 6 * stride;
      const columns: usize = min(block + blockStrips, row + 1);
      for (let half: usize = 0; half < 2; half++) {
        for (let column: usize = block; column < columns; column++) {
          updateTile(strip + half * 24, right + column * stripBytes, stripBytes, target + 3 * half * stride + column * 48, stride);
        }
      }
    }
  }
}

/**
 * A tile of 3 × 6, held in registers over the whole depth: nine sums outlast the latency of a multiply-add on two units,
 * and V8 loads all six operands of a step before it uses one, which fills its fifteen registers.
 */
function updateTile(a: usize, b: usize, bytes: usize, c: usize, stride: usize): void {
  let c00: v128 = f64x2.splat(0), c01: v128 = f64x2.splat(0), c02: v128 = f64x2.splat(0);
  let c10: v128 = f64x2.splat(0), c11: v128 = f64x2.splat(0), c12: v128 = f64x2.splat(0);
  let c20: v128 = f64x2.splat(0), c21: v128 = f64x2.splat(0), c22: v128 = f64x2.splat(0);
  a += bytes;
  b += bytes;
  let at: usize = -bytes;
  do {
    const b0 = v128.load(b + at), b1 = v128.load(b + at, 16), b2 = v128.load(b + at, 32);
    const a0 = v128.load64_splat(a + at);
    c00 = multiplyAdd(a0, b0, c00);
    c01 = multiplyAdd(a0, b1, c01);
    c02 = multiplyAdd(a0, b2, c02);
    const a1 = v128.load64_splat(a + at, 8);
    c10 = multiplyAdd(a1, b0, c10);
    c11 = multiplyAdd(a1, b1, c11);
    c12 = multiplyAdd(a1, b2, c12);
    const a2 = v128.load64_splat(a + at, 16);
    c20 = multiplyAdd(a2, b0, c20);
    c21 = multiplyAdd(a2, b1, c21);
    c22 = multiplyAdd(a2, b2, c22);
    at += 48;
  } while (at !== 0);
  addRow(c, c00, c01, c02);
  addRow(c + stride, c10, c11, c12);
  addRow(c + 2 * stride, c20, c21, c22);
}

function addRow(c: usize, first: v128, second: v128, third: v128): void {
  v128.store(c, f64x2.add(v128.load(c), first));
  v128.store(c, f64x2.add(v128.load(c, 16), second), 16);
  v128.store(c, f64x2.add(v128.load(c, 32), third), 32);
}
