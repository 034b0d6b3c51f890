/**
 * Packs a panel for rankUpdate: row i of the packed matrix over `depth` columns, four rows interleaved, each value
 * times `scale`. Value (i, k) of the panel lies at from + i·rowBytes + k·columnBytes, so that rows and columns may
 * change places. Rows from `rows` to the next multiple of 4 become zero.
 */
export function packSingles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  for (let row: usize = 0; row < rows; row += 4) {
    const strip: usize = to + row * depth * 8;
    clearUnlessFull(strip, rows - row, depth);
    for (let lane: usize = 0; lane < min(<usize>4, rows - row); lane++) {
      let source: usize = from + (row + lane) * rowBytes;
      for (let target: usize = strip + lane * 8; target < strip + depth * 32; target += 32) {
        store<f64>(target, <f64>load<f32>(source) * scale);
        source += columnBytes;
      }
    }
  }
}

export function packDoubles(from: usize, rows: usize, depth: usize, rowBytes: usize, columnBytes: usize, scale: f64, to: usize): void {
  for (let row: usize = 0; row < rows; row += 4) {
    const strip: usize = to + row * depth * 8;
    clearUnlessFull(strip, rows - row, depth);
    for (let lane: usize = 0; lane < min(<usize>4, rows - row); lane++) {
      let source: usize = from + (row + lane) * rowBytes;
      for (let target: usize = strip + lane * 8; target < strip + depth * 32; target += 32) {
        store<f64>(target, load<f64>(source) * scale);
        source += columnBytes;
      }
    }
  }
}

function clearUnlessFull(strip: usize, rows: usize, depth: usize): void {
  if (rows < 4) memory.fill(strip, 0, depth * 32);
}
