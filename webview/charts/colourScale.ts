import { theme } from './theme';
import type { ValueAxis } from './picture';

/** Number of colours that are told apart. */
const steps = 48;
/** Share of the way from the background at which the lowest value stands, so that it is not taken for a gap. */
const first = 0.12;

/**
 * Colours of a heat map, from near the background over the theme's blue to the foreground: lightness changes in one
 * direction only, so the order can be read in any theme and without seeing hues.
 */
export function colourOf(value: number, { low, high, scale }: ValueAxis): string | null {
  const share = (scale.toPlot(value) - scale.toPlot(low)) / (scale.toPlot(high) - scale.toPlot(low));
  return Number.isFinite(share) ? shade(Math.min(1, Math.max(0, share))) : null;
}

/** The colour at a share of the way from the lowest value to the highest. */
export function shade(share: number): string {
  const { background, blue, foreground } = theme().colours;
  const way = first + (1 - first) * Math.round(share * (steps - 1)) / (steps - 1);
  const percent = (part: number) => `${(part * 100).toFixed(1)}%`;
  return way < middle
    ? `color-mix(in oklab, ${blue} ${percent(way / middle)}, ${background})`
    : `color-mix(in oklab, ${foreground} ${percent((way - middle) / (1 - middle))}, ${blue})`;
}

/** Where on the way the theme's blue stands. */
const middle = 0.62;
