/** Columns of numbers as lists that JSON can hold, for a scenario. */
export function withPlainColumns(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (one instanceof Float64Array ? { column: Array.from(one) } : one));
}

/** The same with its columns again; what is not finite has become NaN. */
export function withColumns<T>(text: string): T {
  return JSON.parse(text, (_, one: unknown) => (isColumn(one) ? Float64Array.from(one.column, (value) => value ?? NaN) : one)) as T;
}

function isColumn(value: unknown): value is { readonly column: readonly (number | null)[] } {
  return typeof value === 'object' && value !== null && 'column' in value && Array.isArray(value.column);
}
