/** Colours of the theme's chart palette, in the order in which runs get them (RunSummary.colour counts through it). */
export const runPalette = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;

export type PaletteColour = (typeof runPalette)[number];

/** The palette's colour of a run, and which time round the palette that is: from the second on, lines are dashed. */
export function paletteColour(index: number): { readonly name: PaletteColour; readonly round: number } {
  return { name: runPalette[index % runPalette.length], round: Math.floor(index / runPalette.length) };
}
