const collator = new Intl.Collator(undefined, { numeric: true });

/** Order of two values by which rows are sorted, turned round by a sign of -1; what is unknown (null, NaN) stands last either way. */
export function compareKnown(a: number | string | null, b: number | string | null, sign: 1 | -1): number {
  if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
  if (typeof a === 'string' || typeof b === 'string') return sign * collator.compare(String(a), String(b));
  return sign * (Number(a) - Number(b));
}

function isUnknown(value: number | string | null): boolean {
  return value === null || value !== value;
}
