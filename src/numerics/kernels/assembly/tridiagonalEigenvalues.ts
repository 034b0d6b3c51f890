const epsilon: f64 = 1.1102230246251565e-16;
/** Sweeps allowed per eigenvalue; two suffice on average. */
const maximumSweeps: i32 = 30;

/** Stretch of the matrix that is being worked on, with squared off-diagonals, and the sweeps left for the whole. */
let d: usize = 0;
let e: usize = 0;
let sweepsLeft: i32 = 0;

/**
 * All eigenvalues of a symmetric tridiagonal matrix by the square-root-free QL and QR iterations of Pal, Walker and
 * Kahan, as in LAPACK's dsterf, but with 1/c found beside c, not after it, since each step waits for the one before.
 * `diagonal` is overwritten with them, in no order; `offDiagonal` is destroyed. Returns false when the iteration did not
 * converge in its bounded number of sweeps.
 */
export function tridiagonalEigenvalues(diagonal: usize, offDiagonal: usize, size: i32): bool {
  d = diagonal;
  e = offDiagonal;
  sweepsLeft = maximumSweeps * size;
  let start: i32 = 0;
  while (start < size) {
    const end = endOfStretch(start, size);
    for (let i = start; i < end; i++) store<f64>(e + i * 8, load<f64>(e + i * 8) * load<f64>(e + i * 8));
    const done = abs(diagonalAt(end)) < abs(diagonalAt(start)) ? reduceUpwards(end, start) : reduceDownwards(start, end);
    if (!done) return false;
    start = end + 1;
  }
  return true;
}

function diagonalAt(i: i32): f64 {
  return load<f64>(d + i * 8);
}

function squareAt(i: i32): f64 {
  return load<f64>(e + i * 8);
}

/** Last row of the stretch that begins at a row: up to where the off-diagonal is negligible. */
function endOfStretch(start: i32, size: i32): i32 {
  let row = start;
  while (row < size - 1 && abs(squareAt(row)) > sqrt(abs(diagonalAt(row))) * sqrt(abs(diagonalAt(row + 1))) * epsilon) row++;
  return row;
}

function negligible(i: i32): bool {
  return squareAt(i) <= epsilon * epsilon * abs(diagonalAt(i) * diagonalAt(i + 1));
}

/** QL iteration: finds the eigenvalues from the first row of a stretch to its last. */
function reduceDownwards(first: i32, last: i32): bool {
  let row = first;
  while (row <= last) {
    let end = row;
    while (end < last && !negligible(end)) end++;
    if (end === row) row++;
    else if (end === row + 1) {
      solvePair(row, row + 1, row);
      row += 2;
    } else {
      if (--sweepsLeft < 0) return false;
      sweepDownwards(row, end);
    }
  }
  return true;
}

/** QR iteration: from the last row of a stretch to its first. */
function reduceUpwards(first: i32, last: i32): bool {
  let row = first;
  while (row >= last) {
    let end = row;
    while (end > last && !negligible(end - 1)) end--;
    if (end === row) row--;
    else if (end === row - 1) {
      solvePair(row, row - 1, row - 1);
      row -= 2;
    } else {
      if (--sweepsLeft < 0) return false;
      sweepUpwards(row, end);
    }
  }
  return true;
}

/** Wilkinson's shift from the corner at `row` with its neighbour and the squared element between them. */
function shift(row: i32, neighbour: i32, between: i32): f64 {
  const root = sqrt(squareAt(between));
  const sigma = (diagonalAt(neighbour) - diagonalAt(row)) / (2 * root);
  return diagonalAt(row) - root / (sigma + copysign(sqrt(sigma * sigma + 1), sigma));
}

function sweepDownwards(row: i32, end: i32): void {
  const sigma = shift(row, row + 1, row);
  let c: f64 = 1, s: f64 = 0;
  let gamma = diagonalAt(end) - sigma;
  let p = gamma * gamma;
  for (let i = end - 1; i >= row; i--) {
    const square = squareAt(i);
    const r = p + square;
    if (i !== end - 1) store<f64>(e + (i + 1) * 8, s * r);
    const formerC = c, formerGamma = gamma, inverse = r / p;
    c = p / r;
    s = square / r;
    const alpha = diagonalAt(i);
    gamma = c * (alpha - sigma) - s * formerGamma;
    store<f64>(d + (i + 1) * 8, formerGamma + (alpha - gamma));
    p = inverse < Infinity ? gamma * gamma * inverse : formerC * square;
  }
  store<f64>(e + row * 8, s * p);
  store<f64>(d + row * 8, sigma + gamma);
}

function sweepUpwards(row: i32, end: i32): void {
  const sigma = shift(row, row - 1, row - 1);
  let c: f64 = 1, s: f64 = 0;
  let gamma = diagonalAt(end) - sigma;
  let p = gamma * gamma;
  for (let i = end; i < row; i++) {
    const square = squareAt(i);
    const r = p + square;
    if (i !== end) store<f64>(e + (i - 1) * 8, s * r);
    const formerC = c, formerGamma = gamma, inverse = r / p;
    c = p / r;
    s = square / r;
    const alpha = diagonalAt(i + 1);
    gamma = c * (alpha - sigma) - s * formerGamma;
    store<f64>(d + i * 8, formerGamma + (alpha - gamma));
    p = inverse < Infinity ? gamma * gamma * inverse : formerC * square;
  }
  store<f64>(e + (row - 1) * 8, s * p);
  store<f64>(d + row * 8, sigma + gamma);
}

/** Eigenvalues of the 2 × 2 matrix of two neighbouring rows, computed without cancellation (LAPACK's dlae2). */
function solvePair(first: i32, second: i32, between: i32): void {
  const a = diagonalAt(first), b = sqrt(squareAt(between)), c = diagonalAt(second);
  const sum = a + c;
  const root = sqrt((a - c) * (a - c) + 4 * b * b);
  const large = abs(a) > abs(c) ? a : c, small = abs(a) > abs(c) ? c : a;
  if (sum === 0) {
    store<f64>(d + first * 8, 0.5 * root);
    store<f64>(d + second * 8, -0.5 * root);
  } else {
    const outer = 0.5 * (sum + copysign(root, sum));
    store<f64>(d + first * 8, outer);
    store<f64>(d + second * 8, (large / outer) * small - (b / outer) * b);
  }
  store<f64>(e + between * 8, 0);
}
