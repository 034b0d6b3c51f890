/**
 * The same message with all of its columns in one buffer, where it has many: the editor counts the buffers of a message to a webview in
 * one byte, so that of a thousand only the first 232 (1000 − 3·256) would arrive and the others be empty.
 */
export function fewBuffers(message: unknown): unknown {
  const columns = columnsIn(message, []);
  if (columns.length <= safe) return message;
  const bytes = columns.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0);
  return moved(message, { buffer: new ArrayBuffer(bytes), used: 0 });
}

type Column = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** A share of the 255, for what the editor may add. */
const safe = 200;

interface Store {
  readonly buffer: ArrayBuffer;
  used: number;
}

function columnsIn(value: unknown, found: Column[]): Column[] {
  if (isColumn(value)) found.push(value);
  else if (isParent(value)) for (const part of Object.values(value)) columnsIn(part, found);
  return found;
}

function moved(value: unknown, store: Store): unknown {
  if (isColumn(value)) return copied(value, store);
  if (Array.isArray(value)) return value.map((part) => moved(part, store));
  if (isParent(value)) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, moved(part, store)]));
  return value;
}

function copied(column: Column, store: Store): Column {
  const Kind = column.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => Column;
  const copy = new Kind(store.buffer, store.used, column.length);
  copy.set(column);
  store.used += aligned(column.byteLength);
  return copy;
}

/** Columns begin at multiples of eight bytes. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isParent(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof ArrayBuffer);
}
