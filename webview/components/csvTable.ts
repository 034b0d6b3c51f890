/** Rows of cells as CSV, with the line ends that the format asks for. */
export function csvTable(rows: readonly (readonly (string | number)[])[]): string {
  return [...rows.map((row) => row.map(csvCell).join(',')), ''].join('\r\n');
}

/** A quoted cell; a leading sign that a spreadsheet would take for a formula is kept from being one. */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
