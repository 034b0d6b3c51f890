/** A line without colours and without the prefixes that launchers put before it: `[default7]:`, `[rank0]:`, `0: `. */
export function cleanLine(line: string): string {
  const plain = line.includes('\u001b') ? line.replace(escapes, '') : line;
  if (!prefixStarts.has(plain.charCodeAt(0))) return plain;
  const prefix = launcherPrefix.exec(plain);
  return prefix ? plain.slice(prefix[0].length) : plain;
}

/** Where each character of the clean line stands in the line. */
export function placesIn(line: string, clean: string): (index: number) => number {
  const dropped = [...line.matchAll(escapes)];
  const prefix = line.length - dropped.reduce((sum, { 0: { length } }) => sum + length, 0) - clean.length;
  return (index) => dropped.reduce((at, { index: start, 0: { length } }) => (start <= at ? at + length : at), index + prefix);
}

const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g;
const launcherPrefix = /^(?:\[?(?:rank|default)\s?\d+\]?:|\d{1,5}:(?= (?! *[-\d.]+, ))) ?/;
const prefixStarts = new Set([...'[rd0123456789'].map((start) => start.charCodeAt(0)));
