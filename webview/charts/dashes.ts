import type { Line } from './picture';
import { theme } from './theme';

/** Patterns that tell lines apart where colours do not: the first is a plain line. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 4], [1, 3]];

/** How a line is dashed under the theme as it is now. */
export function dashOf({ dash, apart }: Pick<Line, 'dash' | 'apart'>): readonly number[] {
  if (dash) return dash;
  return apart !== undefined && theme().highContrast ? dashes[apart % dashes.length] : [];
}
