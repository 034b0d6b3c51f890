import { theme, type Theme } from './theme';
import type { ValueAxis } from './picture';

/** Number of colours that are told apart. */
const steps = 48;
/** Share of the way from the background at which the lowest value stands, so that it is not taken for a gap. */
const first = 0.12;
/** Where on the way the theme's blue stands. */
const middle = 0.62;

let known: { readonly of: Theme; readonly shades: readonly string[] } | undefined;

/**
 * Colours of a heat map, from near the background over the theme's blue to the foreground: lightness changes in one
 * direction only, so the order can be read in any theme and without seeing hues. Null for what has no place.
 */
export function colourScale({ low, high, scale }: ValueAxis): (value: number) => string | null {
  const all = shades();
  const from = scale.toPlot(low);
  const range = scale.toPlot(high) - from;
  return (value) => {
    const share = (scale.toPlot(value) - from) / range;
    return Number.isFinite(share) ? all[Math.round(Math.min(1, Math.max(0, share)) * (steps - 1))] : null;
  };
}

/** The colours from the lowest value to the highest. */
export function shades(): readonly string[] {
  const current = theme();
  if (known?.of !== current) known = { of: current, shades: resolved(Array.from({ length: steps }, (_, i) => mixed(current, i / (steps - 1)))) };
  return known.shades;
}

function mixed({ colours: { background, blue, foreground } }: Theme, share: number): string {
  const way = first + (1 - first) * share;
  const percent = (part: number) => `${(part * 100).toFixed(1)}%`;
  return way < middle
    ? `color-mix(in oklab, ${blue} ${percent(way / middle)}, ${background})`
    : `color-mix(in oklab, ${foreground} ${percent((way - middle) / (1 - middle))}, ${blue})`;
}

/** The same colours as plain numbers: a mixture is worked out anew each time that it is drawn with. */
function resolved(colours: readonly string[]): readonly string[] {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return colours;
  return colours.map((colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red} ${green} ${blue})`;
  });
}
