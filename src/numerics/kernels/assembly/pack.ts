import { stepBytes } from './lanes';

/** Packs a panel of singles for rankUpdate. */
export function packSingles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  pack<f32, f64>(from, rows, depth, rowBytes, columnBytes, scale, to);
}

/** Packs a panel of doubles for rankUpdate. */
export function packDoubles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  pack<f64, f64>(from, rows, depth, rowBytes, columnBytes, scale, to);
}

/** Packs a panel of singles for rankUpdateInSingles. */
export function packSinglesAsSingles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  pack<f32, f32>(from, rows, depth, rowBytes, columnBytes, scale, to);
}

/** Packs a panel of doubles for rankUpdateInSingles. */
export function packDoublesAsSingles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  pack<f64, f32>(from, rows, depth, rowBytes, columnBytes, scale, to);
}

/**
 * Row i of the packed matrix over `depth` columns, rows interleaved to strips as wide as stepBytes says, each value times `scale`.
 * Value (i, k) of the panel lies at from + i·rowBytes + k·columnBytes, so that rows and columns may change places. The
 * last strip is filled with zeros.
 */
function pack<From, To>(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  const lanes: usize = stepBytes / sizeof<To>();
  for (let row: usize = 0; row < rows; row += lanes) {
    const strip: usize = to + row * depth * sizeof<To>();
    if (rows - row < lanes) memory.fill(strip, 0, depth * stepBytes);
    for (let lane: usize = 0; lane < min(lanes, rows - row); lane++) {
      let source: usize = from + (row + lane) * rowBytes;
      for (let target: usize = strip + lane * sizeof<To>(); target < strip + depth * stepBytes; target += stepBytes) {
        store<To>(target, <To>(<f64>load<From>(source) * scale));
        source += columnBytes;
      }
    }
  }
}
