import { say, word } from './say';

/**
 * A number for people: four significant digits from 1 up, three below, thousands separated, no trailing zeros.
 * Very small numbers and those from 10^15 up are written with an exponent.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e15) return exponential(value);
  if (size >= 1000) return grouped(String(Math.round(value)));
  return grouped(String(Number(value.toPrecision(size < 1 ? 3 : 4))));
}

/** A step or another count: whole, thousands separated. */
export function formatStep(step: number): string {
  return Number.isFinite(step) ? grouped(String(Math.round(step))) : notFinite(step);
}

/** A share from 0 to 1 as a percentage: "49 %", "0.4 %". */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return notFinite(percent);
  const digits = Math.abs(percent) >= 10 || percent === 0 ? 0 : 1;
  return `${grouped(String(Number(percent.toFixed(digits))))} %`;
}

/** A duration in the unit that suits it: "4.2 s", "12 min", "3.1 h", "2.5 days". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return notFinite(seconds);
  const [size, unit] = unitFor(Math.abs(seconds));
  const amount = seconds / size;
  return `${grouped(String(Number(amount.toFixed(Math.abs(amount) < 10 ? 1 : 0))))} ${unit}`;
}

/**
 * The ends of an interval, both to the decimals that its width deserves: "0.000–0.004", "2.33–2.36". Ends below zero
 * are joined by "to", for a dash would look like a sign. An interval without an end says so, and one whose ends read
 * the same is that one number: "0", never "0–0".
 *
 * @param beside a number that stands beside the interval and is to be compared with it: its first digit has a place in both ends
 */
export function formatInterval(low: number, high: number, beside = Infinity): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return openInterval(low, high);
  const [from, to] = intervalEnds(low, high, Math.abs(beside));
  if (from === to) return from;
  return `${from}${low < 0 || high < 0 ? ' to ' : '–'}${to}`;
}

/** The interval of an estimate that stands before it: with a place for the second digit of the estimate, if it is shown with one, so that the two can be compared. */
export function intervalOf(estimate: number, low: number, high: number): string {
  const hasOneDigit = Number(estimate.toPrecision(1)) === Number(estimate.toPrecision(3));
  return formatInterval(low, high, hasOneDigit ? estimate : estimate / 10);
}

/** Plain decimals cannot show widths below a hundred thousandth, nor what is written with an exponent. */
function intervalEnds(low: number, high: number, beside: number): readonly [low: string, high: string] {
  const width = Math.abs(high - low);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const plain = beside < Infinity ? Math.max(largest, beside) : largest;
  if (width < 1e-5 || plain < 1e-4 || largest >= 1e15) return [formatNumber(low), formatNumber(high)];
  const places = beside > 0 ? Math.min(mostPlaces, Math.ceil(-Math.log10(beside))) : 0;
  const decimals = Math.max(0, Math.ceil(headroom - Math.log10(width)), places);
  return [fixed(low, decimals), fixed(high, decimals)];
}

function openInterval(low: number, high: number): string {
  if (low !== low || high !== high) return say`unknown`;
  if (low > -Infinity) return low === Infinity ? 'Inf' : say`at least ${formatNumber(low)}`;
  return high < Infinity ? say`at most ${formatNumber(high)}` : say`unbounded`;
}

/** How long ago something was, in whole units: "4 s", "12 min", "2 h", "3 days". */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  if (!Number.isFinite(seconds)) return say`an unknown time`;
  const [size, unit] = seconds < 1 ? [1, 's'] as const : unitFor(seconds);
  const amount = Math.floor(seconds / size);
  return `${grouped(String(amount))} ${amount === 1 && size === daySeconds ? say`day` : unit}`;
}

/** The name of one unit and plural of a counted thing: "1 step", "5,880 steps". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatStep(count)} ${word(Math.round(count) === 1 ? singular : plural)}`;
}

/** Things one after another in a sentence: "a", "a and b", "a, b and c". */
export function listed(things: readonly string[]): string {
  return things.length < 2 ? things.join('') : say`${things.slice(0, -1).join(say`, `)} and ${things[things.length - 1]}`;
}

/** The first few of many names, for a sentence that tells which there are: "a, b, c and 17 more". */
export function abridged(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).join(say`, `);
  return names.length > most ? say`${shown} and ${formatStep(names.length - most)} more` : shown;
}

/** A width of .12 is shown to two decimals, one of .6 to one: at least one digit of it that moves. */
const headroom = 0.3;
const mostPlaces = 6;

const daySeconds = 86_400;

function unitFor(seconds: number): readonly [number, string] {
  if (seconds < 1 && seconds > 0) return [0.001, 'ms'];
  if (seconds < 90) return [1, 's'];
  if (seconds < 90 * 60) return [60, 'min'];
  if (seconds < 48 * 3600) return [3600, 'h'];
  return [daySeconds, say`days`];
}

function exponential(value: number): string {
  return value.toExponential(2).replace(/\.?0*e\+?/, 'e');
}

/** Plain decimals, with no sign on a rounded zero. */
function fixed(value: number, decimals: number): string {
  return grouped(value.toFixed(decimals).replace(/^-(?=0(?:\.0*)?$)/, ''));
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

function notFinite(value: number): string {
  if (value !== value) return 'NaN';
  return value > 0 ? 'Inf' : '-Inf';
}
