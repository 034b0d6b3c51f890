import { rankUpdate } from './rankUpdate';
import { symmetricProduct } from './symmetricProduct';
import { addScaled, addTwoScaled, inner, scale } from './vectors';

/** Reflectors that are gathered before the rest of the matrix is updated at once. */
const panelWidth: usize = 8;

/** Doubles of work space that tridiagonalise needs. */
export function tridiagonalWork(size: usize): usize {
  const padded = paddedToStrips(size);
  return padded * (1 + panelWidth + 4 * panelWidth);
}

/** Rows up to the end of the last strip of rankUpdate, and at least of four rows of symmetricProduct. */
function paddedToStrips(size: usize): usize {
  return ((size + 11) / 12) * 12;
}

/**
 * Householder reduction of a symmetric matrix to tridiagonal form, blocked as in LAPACK's dsytrd (its case U in
 * column order is the lower triangle in row order): from the last row upwards, so that reflectors are contiguous and
 * what remains is always the leading part. The lower triangle of A, rows of `stride` bytes, is overwritten; A has rows
 * and columns up to the next multiple of 12. Reduces rows from last − 1 down to `until`, the first time with last = size
 * and then on with what it returns, until that is 0. `diagonal` takes `size` doubles, `offDiagonal` size − 1.
 */
export function tridiagonalise(a: usize, stride: usize, size: usize, last: usize, until: usize, diagonal: usize, offDiagonal: usize, work: usize): usize {
  const padded = paddedToStrips(size);
  const x: usize = work;
  const w: usize = x + padded * 8;
  const left: usize = w + panelWidth * padded * 8;
  const right: usize = left + 2 * panelWidth * padded * 8;
  memory.fill(left, 0, 4 * panelWidth * padded * 8); // the padding is multiplied by zeros and must be finite
  while (last > until) {
    const count: usize = min(panelWidth, last);
    for (let done: usize = 0; done < count; done++) {
      reduceRow(a, stride, last - 1 - done, done, w, padded * 8, x, diagonal, offDiagonal);
    }
    const remaining: usize = last - count;
    if (remaining > 0) updateRest(a, stride, last - 1, remaining, w, padded * 8, left, right);
    last = remaining;
  }
  return last;
}

/** Brings one row to its tridiagonal form and leaves its reflector v in the row and w, with A − v·wᵀ − w·vᵀ, in the panel. */
function reduceRow(a: usize, stride: usize, row: usize, done: usize, w: usize, wStride: usize, x: usize, diagonal: usize, offDiagonal: usize): void {
  const v: usize = a + row * stride;
  for (let former: usize = 0; former < done; former++) {
    const formerV: usize = v + (done - former) * stride;
    const formerW: usize = w + former * wStride;
    addTwoScaled(v, -load<f64>(formerW + row * 8), formerV, -load<f64>(formerV + row * 8), formerW, row + 1);
  }
  store<f64>(diagonal + row * 8, load<f64>(v + row * 8));
  if (row === 0) return;
  const factor = reflector(v, row, offDiagonal + (row - 1) * 8);
  const ownW: usize = w + done * wStride;
  if (factor === 0) {
    memory.fill(ownW, 0, row * 8);
    return;
  }
  memory.copy(x, v, row * 8);
  memory.fill(x + row * 8, 0, (-row & 3) * 8);
  symmetricProduct(a, stride, row, x, ownW);
  for (let former: usize = 0; former < done; former++) {
    const formerV: usize = v + (done - former) * stride;
    const formerW: usize = w + former * wStride;
    addTwoScaled(ownW, -inner(formerW, v, row), formerV, -inner(formerV, v, row), formerW, row);
  }
  scale(ownW, factor, row);
  addScaled(ownW, -0.5 * factor * inner(ownW, v, row), v, row);
}

/**
 * Turns the first `size` values of v into the vector of the reflection I − factor·v·vᵀ that leaves only the last of
 * them, with v[size−1] = 1; stores what is left and returns the factor (0 where nothing is to be done).
 */
function reflector(v: usize, size: usize, left: usize): f64 {
  const end: usize = v + (size - 1) * 8;
  const alpha = load<f64>(end);
  const square = inner(v, v, size - 1);
  if (square === 0) {
    store<f64>(left, alpha);
    return 0;
  }
  const beta = -copysign(sqrt(alpha * alpha + square), alpha);
  scale(v, 1 / (alpha - beta), size - 1);
  store<f64>(end, 1);
  store<f64>(left, beta);
  return (beta - alpha) / beta;
}

/** A −= V·Wᵀ + W·Vᵀ on the leading `remaining` rows, for a full panel whose first reflector stands in row `top`. */
function updateRest(a: usize, stride: usize, top: usize, remaining: usize, w: usize, wStride: usize, left: usize, right: usize): void {
  const depth: usize = 2 * panelWidth;
  for (let pair: usize = 0; pair < panelWidth; pair++) {
    const v: usize = a + (top - pair) * stride;
    const ownW: usize = w + pair * wStride;
    interleave(v, remaining, depth, left + pair * 96, 1);
    interleave(ownW, remaining, depth, right + pair * 96, -1);
    interleave(ownW, remaining, depth, left + pair * 96 + 48, 1);
    interleave(v, remaining, depth, right + pair * 96 + 48, -1);
  }
  rankUpdate(left, right, depth, a, stride, 0, (remaining + 5) / 6);
}

/** Puts a vector as one column into the strips that rankUpdate takes. */
function interleave(from: usize, size: usize, depth: usize, to: usize, sign: f64): void {
  for (let row: usize = 0; row < size; row += 6) {
    for (let lane: usize = 0; lane < min(6, size - row); lane++) store<f64>(to + lane * 8, sign * load<f64>(from + (row + lane) * 8));
    to += depth * 48;
  }
}
