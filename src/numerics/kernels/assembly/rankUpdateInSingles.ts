import { multiplyAddSingles } from './lanes';

/** Strips in a block of columns, as in rankUpdate. */
const blockStrips: usize = 24;

/**
 * C += P·Pᵀ on the strips [from, to) of twelve rows of the lower triangle of C. Products are summed in singles over
 * `depth` columns, one or more, and these sums in doubles. P is packed: strip s holds rows 12s … 12s+11, interleaved.
 * C, in doubles, begins at row 12·from and has rows of `stride` bytes.
 */
export function rankUpdateInSingles(packed: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  const stripBytes: usize = depth * 48;
  for (let block: usize = 0; block < to; block += blockStrips) {
    for (let row: usize = max(block, from); row < to; row++) {
      const strip: usize = packed + row * stripBytes;
      const target: usize = c + (row - from) * 12 * stride;
      const columns: usize = min(block + blockStrips, row + 1);
      for (let column: usize = block; column < columns; column++) {
        for (let part: usize = 0; part < 4; part++) {
          updateTile(strip + part * 12, packed + column * stripBytes, stripBytes, target + 3 * part * stride + column * 96, stride);
        }
      }
    }
  }
}

/** A tile of 3 × 12, held in registers over the whole depth, as in rankUpdate. */
function updateTile(a: usize, b: usize, bytes: usize, c: usize, stride: usize): void {
  let c00: v128 = f32x4.splat(0), c01: v128 = f32x4.splat(0), c02: v128 = f32x4.splat(0);
  let c10: v128 = f32x4.splat(0), c11: v128 = f32x4.splat(0), c12: v128 = f32x4.splat(0);
  let c20: v128 = f32x4.splat(0), c21: v128 = f32x4.splat(0), c22: v128 = f32x4.splat(0);
  a += bytes;
  b += bytes;
  let at: usize = -bytes;
  do {
    const b0 = v128.load(b + at), b1 = v128.load(b + at, 16), b2 = v128.load(b + at, 32);
    const a0 = v128.load32_splat(a + at);
    c00 = multiplyAddSingles(a0, b0, c00);
    c01 = multiplyAddSingles(a0, b1, c01);
    c02 = multiplyAddSingles(a0, b2, c02);
    const a1 = v128.load32_splat(a + at, 4);
    c10 = multiplyAddSingles(a1, b0, c10);
    c11 = multiplyAddSingles(a1, b1, c11);
    c12 = multiplyAddSingles(a1, b2, c12);
    const a2 = v128.load32_splat(a + at, 8);
    c20 = multiplyAddSingles(a2, b0, c20);
    c21 = multiplyAddSingles(a2, b1, c21);
    c22 = multiplyAddSingles(a2, b2, c22);
    at += 48;
  } while (at !== 0);
  addRow(c, c00, c01, c02);
  addRow(c + stride, c10, c11, c12);
  addRow(c + 2 * stride, c20, c21, c22);
}

function addRow(c: usize, first: v128, second: v128, third: v128): void {
  addFour(c, first);
  addFour(c + 32, second);
  addFour(c + 64, third);
}

function addFour(c: usize, singles: v128): void {
  const high = i32x4.shuffle(singles, singles, 2, 3, 2, 3);
  v128.store(c, f64x2.add(v128.load(c), f64x2.promote_low_f32x4(singles)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.promote_low_f32x4(high)), 16);
}
