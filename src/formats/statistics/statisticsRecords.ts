import type { SpectrumSite } from '../../model/spectrum';
import type { SpectrumMoments } from '../../numerics/spectrum/spectrumMoments';
import { numberOf, parseJson } from '../tolerantJson';

/** A line of plateau-statistics.jsonl whose kind is known; its keys are as the file has them. */
export type StatisticsLine = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A spectrum as a line of the file gives it: all eigenvalues, or what they come to. */
export interface SpectrumRecord {
  readonly step: number;
  readonly layer: string;
  readonly site: SpectrumSite;
  readonly width: number;
  /** NaN where the line does not tell. */
  readonly tokens: number;
  readonly eigenvalues?: Float64Array;
  readonly moments?: SpectrumMoments;
  readonly jsDivergence?: number;
}

/** The object of a line, or undefined where the line is none or has no kind. */
export function statisticsLine(text: string): StatisticsLine | undefined {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && typeof (json as StatisticsLine).kind === 'string' ? json as StatisticsLine : undefined;
}

/** The spectrum of a line, or a sentence that says what is wrong with it. */
export function spectrumRecord(line: StatisticsLine): SpectrumRecord | string {
  const step = numberOf(line.step);
  const { site } = line;
  const layer = layerName(line);
  const eigenvalues = numbersOf(line.eigenvalues);
  const width = numberOf(line.width) ?? eigenvalues?.length;
  if (step === undefined || layer === undefined || !isSite(site)) return 'The spectrum does not say its step, layer and site.';
  if (width === undefined || !(width >= 1 && width <= widest) || (eigenvalues && eigenvalues.length > width)) return 'The width of the spectrum is missing or not that of its eigenvalues.';
  const common = { step, layer, site, width, tokens: numberOf(line.tokens) ?? NaN };
  if (eigenvalues) return { ...common, eigenvalues };
  const moments = momentsOf(line.moments);
  return moments ? { ...common, moments, jsDivergence: numberOf((line.moments as { jsDivergence?: unknown }).jsDivergence) } : 'The spectrum has neither eigenvalues nor moments.';
}

/** No layer is that wide: a larger number is a broken line. */
const widest = 1e8;

/** The number of the block, else the name of the module. */
export function layerName(line: StatisticsLine): string | undefined {
  const layer = numberOf(line.layer);
  if (layer !== undefined && Number.isInteger(layer)) return String(layer);
  return typeof line.name === 'string' && line.name !== '' ? line.name : undefined;
}

function isSite(site: unknown): site is SpectrumSite {
  return site === 'pre' || site === 'post' || site === 'weight';
}

function numbersOf(list: unknown): Float64Array | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const numbers = new Float64Array(list.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = typeof list[i] === 'number' ? list[i] as number : numberOf(list[i]) ?? NaN;
  return numbers;
}

function momentsOf(object: unknown): SpectrumMoments | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const of = (key: string) => numberOf((object as Record<string, unknown>)[key]) ?? NaN;
  return { trace: of('trace'), traceOfSquare: of('traceOfSquare'), largest: of('largest'), entropy: of('entropy'), gini: of('gini') };
}
