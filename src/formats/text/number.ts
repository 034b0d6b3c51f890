/**
 * A number as logs write it: `1.01E+01`, `3,502`, `48.3%` (as 48.3), `2.56K`, `nan.0`, `-inf`. Undefined for
 * anything else, and for `None` and `null`.
 */
export function parseNumber(text: string): number | undefined {
  const plain = +text;
  if (plain === plain) return text.trim() === '' ? undefined : plain;
  return parseWritten(text.trim());
}

function parseWritten(text: string): number | undefined {
  const special = specials.get(text.toLowerCase());
  if (special !== undefined) return special;
  const match = /^([-+]?[\d,]*\.?\d*(?:e[-+]?\d+)?)\s*([%KMBT]?)$/i.exec(text);
  if (!match || !/\d/.test(match[1])) return undefined;
  const value = Number(match[1].replaceAll(',', ''));
  return Number.isNaN(value) ? undefined : value * (scales.get(match[2].toUpperCase()) ?? 1);
}

const specials = new Map<string, number>([
  ['nan', NaN], ['nan.0', NaN], ['-nan', NaN], ['+nan', NaN],
  ['inf', Infinity], ['+inf', Infinity], ['inf.0', Infinity], ['infinity', Infinity], ['+infinity', Infinity],
  ['-inf', -Infinity], ['-inf.0', -Infinity], ['-infinity', -Infinity],
]);

const scales = new Map([['K', 1e3], ['M', 1e6], ['B', 1e9], ['T', 1e12]]);
