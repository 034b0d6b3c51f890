import type { Band, Line, ValueAxis } from './picture';
import type { ColourName } from './theme';

/** A line whose points may have names of their own, as runs or models have. */
export interface XyLine extends Line {
  readonly names?: readonly string[];
}

/** A straight line across the plot at a value of one axis, with a word beside it. */
export interface XyRule {
  readonly value: number;
  readonly colour: ColourName;
  readonly dash: readonly number[];
  readonly label: string;
}

/** Everything that a chart of one quantity against another shows. */
export interface XyPicture {
  /** What it shows, in one sentence, for those who do not see it. */
  readonly sentence: string;
  readonly lines: readonly XyLine[];
  readonly bands: readonly Band[];
  /** Lines at values of the vertical axis. */
  readonly horizontal: readonly XyRule[];
  /** Lines at values of the horizontal axis. */
  readonly vertical: readonly XyRule[];
  /** Where the words of vertical lines stand; at the top when absent. */
  readonly words?: 'top' | 'bottom';
  readonly x: ValueAxis;
  readonly y: ValueAxis;
}

/** Ends that hold all values that an axis can show, with a little air as that axis counts it. */
export function limitsOf(values: readonly number[], { toPlot, fromPlot }: ValueAxis['scale']): { readonly low: number; readonly high: number } {
  const plotted = values.map(toPlot).filter(Number.isFinite);
  if (plotted.length === 0) return { low: fromPlot(0), high: fromPlot(1) };
  const low = plotted.reduce((a, b) => Math.min(a, b));
  const high = plotted.reduce((a, b) => Math.max(a, b));
  const air = (high - low) * 0.05 || Math.abs(high) * 0.02 || 0.1;
  return { low: fromPlot(low - air), high: fromPlot(high + air) };
}
