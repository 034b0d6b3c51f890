import { stepBytes, multiplyAdd } from './lanes';

/** Strips in a block of columns: with 256 columns a block takes 288 KiB and stays in the second cache while rows pass by. */
const blockStrips: usize = 24;

/**
 * C += L·Rᵀ on the strips [from, to) of six rows of the lower triangle of C, in doubles. L and R are packed: strip s
 * holds rows 6s … 6s+5, interleaved, over `depth` columns, one or more. C begins at row 6·from and has rows of `stride`
 * bytes. The tiles on the diagonal are computed whole.
 */
export function rankUpdate(left: usize, right: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  updateStrips<f64>(left, right, depth, c, stride, from, to);
}

/** The same with strips of twelve rows of singles. Products are summed in singles over `depth` columns, and these sums in doubles. */
export function rankUpdateInSingles(left: usize, right: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  updateStrips<f32>(left, right, depth, c, stride, from, to);
}

function updateStrips<T>(left: usize, right: usize, depth: usize, c: usize, stride: usize, from: usize, to: usize): void {
  const lanes: usize = stepBytes / sizeof<T>();
  const stripBytes: usize = depth * stepBytes;
  for (let block: usize = 0; block < to; block += blockStrips) {
    for (let row: usize = max(block, from); row < to; row++) {
      const strip: usize = left + row * stripBytes;
      const target: usize = c + (row - from) * lanes * stride;
      const columns: usize = min(block + blockStrips, row + 1);
      for (let part: usize = 0; part < lanes; part += 3) {
        for (let column: usize = block; column < columns; column++) {
          updateTile<T>(strip + part * sizeof<T>(), right + column * stripBytes, stripBytes, target + part * stride + column * lanes * 8, stride);
        }
      }
    }
  }
}

/**
 * A tile of three rows and a strip, held in registers over the whole depth: nine sums outlast the latency of a
 * multiply-add on two units, and V8 loads all six operands of a step before it uses one, which fills its fifteen registers.
 */
function updateTile<T>(a: usize, b: usize, bytes: usize, c: usize, stride: usize): void {
  let c00: v128 = i64x2.splat(0), c01: v128 = i64x2.splat(0), c02: v128 = i64x2.splat(0);
  let c10: v128 = i64x2.splat(0), c11: v128 = i64x2.splat(0), c12: v128 = i64x2.splat(0);
  let c20: v128 = i64x2.splat(0), c21: v128 = i64x2.splat(0), c22: v128 = i64x2.splat(0);
  a += bytes;
  b += bytes;
  let at: usize = -bytes;
  do {
    const b0 = v128.load(b + at), b1 = v128.load(b + at, 16), b2 = v128.load(b + at, 32);
    const a0 = v128.load_splat<T>(a + at);
    c00 = multiplyAdd<T>(a0, b0, c00);
    c01 = multiplyAdd<T>(a0, b1, c01);
    c02 = multiplyAdd<T>(a0, b2, c02);
    const a1 = v128.load_splat<T>(a + at, sizeof<T>());
    c10 = multiplyAdd<T>(a1, b0, c10);
    c11 = multiplyAdd<T>(a1, b1, c11);
    c12 = multiplyAdd<T>(a1, b2, c12);
    const a2 = v128.load_splat<T>(a + at, 2 * sizeof<T>());
    c20 = multiplyAdd<T>(a2, b0, c20);
    c21 = multiplyAdd<T>(a2, b1, c21);
    c22 = multiplyAdd<T>(a2, b2, c22);
    at += stepBytes;
  } while (at !== 0);
  addRow<T>(c, c00, c01, c02);
  addRow<T>(c + stride, c10, c11, c12);
  addRow<T>(c + 2 * stride, c20, c21, c22);
}

function addRow<T>(c: usize, first: v128, second: v128, third: v128): void {
  addVector<T>(c, first);
  addVector<T>(c + 16 * 8 / sizeof<T>(), second);
  addVector<T>(c + 32 * 8 / sizeof<T>(), third);
}

/** Adds a vector of two doubles, or of four singles, to doubles. */
function addVector<T>(c: usize, sums: v128): void {
  if (sizeof<T>() === 8) {
    v128.store(c, f64x2.add(v128.load(c), sums));
    return;
  }
  const high = i32x4.shuffle(sums, sums, 2, 3, 2, 3);
  v128.store(c, f64x2.add(v128.load(c), f64x2.promote_low_f32x4(sums)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.promote_low_f32x4(high)), 16);
}
