/** Cells of one row of text: quotes as in RFC 4180, spaces around cells taken off. Runs of spaces are one delimiter. */
export function cellsOf(line: string, delimiter: string): string[] {
  if (delimiter === ' ') return line.trim().split(/\s+/).map(unquoted);
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let start = 0;
  let inQuotes = false;
  for (let i = 0; i <= line.length; i++) {
    if (line[i] === '"') inQuotes = !inQuotes;
    else if (i === line.length || (line[i] === delimiter && !inQuotes)) {
      cells.push(unquoted(line.slice(start, i).trim()));
      start = i + 1;
    }
  }
  return cells;
}

/** The delimiter that a header or a first row uses most; a space where there is none of the others. */
export function sniffDelimiter(line: string): string {
  const bare = line.replace(/"[^"]*"/g, '""');
  const counts = [',', '\t', ';'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  const most = counts.reduce((a, b) => (b.count > a.count ? b : a));
  if (most.count > 0) return most.delimiter;
  return /\S\s+\S/.test(bare) ? ' ' : ',';
}

function unquoted(cell: string): string {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
