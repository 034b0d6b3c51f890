/** A value beside an axis, short: 8,200 as "8.2k", and no more digits than tell it from its neighbours. */
export function tickText(value: number, distance: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return value.toExponential(size / distance >= 10 ? 1 : 0).replace('e+', 'e');
  const [unit, suffix] = units.find(([least]) => size >= least) ?? [1, ''];
  return `${trimmed(value / unit, decimals(distance / unit))}${suffix}`;
}

const units: readonly (readonly [number, string])[] = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'k']];

function decimals(distance: number): number {
  return Math.min(8, Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9)));
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return digits > 0 && Number(text) === Math.round(value) ? String(Math.round(value)) : text;
}
