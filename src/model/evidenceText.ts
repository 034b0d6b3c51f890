import type { Evidence } from './finding';
import { formatNumber, intervalOf } from './format';
import { say, word } from './say';

/** A piece of evidence in a line of text: "Loss now: 7.025 (95 %: 6.9–7.1), against 4.131". */
export function evidenceText({ label, value, unit, low, high, reference }: Evidence): string {
  const interval = typeof value === 'number' && low !== undefined && high !== undefined ? say` (95 %: ${intervalOf(value, low, high)})` : '';
  const against = reference === undefined ? '' : say`, against ${shown(reference)}`;
  return say`${label}: ${measured(shown(value), label, unit)}${interval}${against}`;
}

function shown(value: number | string): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}

/** A step is a place and no amount: "step 360", and nothing where the label says it already. */
function measured(value: string, label: string, unit: string | undefined): string {
  if (unit === 'step') return new RegExp(`(?<![a-z])${word('step')}(?![a-z])`, 'i').test(label) ? value : say`step ${value}`;
  return unit ? `${value} ${unit}` : value;
}
