import { formatInterval, formatNumber } from './format';

/** A forecast loss with its interval, all to the decimals that give the lower end three digits: "2.31 (2.24–2.40)". */
export function lossText({ prediction, low, high }: { readonly prediction: number; readonly low: number; readonly high: number }): string {
  return `${low < tiny ? formatNumber(prediction) : prediction.toFixed(decimalsFor(low))} (${intervalText(low, high)})`;
}

/** The ends of an interval of losses, which lie above 0. */
export function intervalText(low: number, high: number): string {
  if (low < tiny) return formatInterval(low, high);
  return [low, high].map((end) => end.toFixed(decimalsFor(low))).join('–');
}

function decimalsFor(low: number): number {
  return Math.max(0, 2 - Math.floor(Math.log10(low)));
}

/** Below this three digits are more decimals than anybody reads. */
const tiny = 1e-4;
