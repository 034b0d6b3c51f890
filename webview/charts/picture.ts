import type { ColourName } from './theme';
import type { ValueScale } from './valueScale';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points joined by a line; a point without a value breaks it. Steps increase. */
export interface Line {
  readonly label: string;
  readonly colour: ColourName;
  readonly points: readonly Point[];
  /** Width in pixels; 0 leaves only the dots. */
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Place among lines that only their colours tell apart: in high contrast each gets dashes of its own. */
  readonly apart?: number;
  /** Step from which on it is dashed: what is only expected. */
  readonly expectedFrom?: number;
  /** Share of the colour, 0 to 1. */
  readonly weight?: number;
  /** Radius of a dot at each point, in pixels; none when absent. */
  readonly dots?: number;
}

/** The area between two lines. */
export interface Band {
  readonly label: string;
  readonly colour: ColourName;
  readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
}

/** A vertical line at a step, with a word at its top. */
export interface Mark {
  readonly step: number;
  readonly colour: ColourName;
  readonly label: string;
}

/** A horizontal line at a value. */
export interface Rule {
  readonly value: number;
  readonly colour: ColourName;
  readonly dash: readonly number[];
}

export interface ValueAxis {
  readonly title: string;
  readonly low: number;
  readonly high: number;
  readonly scale: ValueScale;
}

/** Everything that a chart shows. */
export interface Picture {
  /** What it shows, in one sentence, for those who do not see it. */
  readonly sentence: string;
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
  readonly rules: readonly Rule[];
  readonly axis: ValueAxis;
  /** Whether steps are written below: not when another chart with the same axis follows right below. */
  readonly stepsShown: boolean;
}

/** The point whose step is nearest to `step`, or undefined where there is none within `reach` steps. */
export function nearestPoint<P extends { readonly x: number }>(points: readonly P[], step: number, reach: number): P | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < step) low = middle + 1;
    else high = middle;
  }
  const candidates = [points[low - 1], points[low]].filter((point) => point !== undefined);
  const nearest = candidates.sort((a, b) => Math.abs(a.x - step) - Math.abs(b.x - step))[0];
  return nearest && Math.abs(nearest.x - step) <= reach ? nearest : undefined;
}
