import { multiplyAddSingles } from './lanes';

/** Strips in a block of columns, as in rankUpdate. */
const blockStrips: usize = 32;

/**
 * C += P·Pᵀ on the strips [from, to) of eight rows of the lower triangle of C. Products are summed in singles over
 * `depth` columns, which is a multiple of 4, and these sums in doubles. P is packed: strip s holds rows 8s … 8s+7,
 * interleaved. C, in doubles, begins at row 8·from and has rows of `stride` bytes.
 */
export function rankUpdateInSingles(packed: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  const stripBytes: usize = depth * 32;
  for (let block: usize = 0; block < to; block += blockStrips) {
    for (let row: usize = max(block, from); row < to; row++) {
      const strip: usize = packed + row * stripBytes;
      const columns: usize = min(block + blockStrips, row + 1);
      for (let half: usize = 0; half < 2; half++) {
        const target: usize = c + ((row - from) * 8 + half * 4) * stride;
        for (let column: usize = block; column < columns; column++) {
          updateTile(strip + half * 16, packed + column * stripBytes, depth, target + column * 64, stride);
        }
      }
    }
  }
}

/** A tile of 4 × 8, held in registers over the whole depth. */
function updateTile(a: usize, b: usize, depth: usize, c: usize, stride: usize): void {
  let c00: v128 = f32x4.splat(0), c01: v128 = f32x4.splat(0);
  let c10: v128 = f32x4.splat(0), c11: v128 = f32x4.splat(0);
  let c20: v128 = f32x4.splat(0), c21: v128 = f32x4.splat(0);
  let c30: v128 = f32x4.splat(0), c31: v128 = f32x4.splat(0);
  const end: usize = a + depth * 32;
  while (a < end) {
    for (let step: usize = 0; step < 4; step++) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(a);
      c00 = multiplyAddSingles(a0, b0, c00);
      c01 = multiplyAddSingles(a0, b1, c01);
      const a1 = v128.load32_splat(a, 4);
      c10 = multiplyAddSingles(a1, b0, c10);
      c11 = multiplyAddSingles(a1, b1, c11);
      const a2 = v128.load32_splat(a, 8);
      c20 = multiplyAddSingles(a2, b0, c20);
      c21 = multiplyAddSingles(a2, b1, c21);
      const a3 = v128.load32_splat(a, 12);
      c30 = multiplyAddSingles(a3, b0, c30);
      c31 = multiplyAddSingles(a3, b1, c31);
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
  addFour(c, first);
  addFour(c + 32, second);
}

function addFour(c: usize, singles: v128): void {
  const high = i32x4.shuffle(singles, singles, 2, 3, 2, 3);
  v128.store(c, f64x2.add(v128.load(c), f64x2.promote_low_f32x4(singles)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.promote_low_f32x4(high)), 16);
}
