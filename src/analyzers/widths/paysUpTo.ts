import type { WidthPoint } from '../../model/spectralReport';

/** Effective dimensions per unit of width below which more of it does not pay: ten units buy less than one. */
export const worthwhile = 0.1;

/**
 * The narrowest width from which no wider one gains enough: from it to each of them the effective dimension rises by less than
 * `worthwhile` per unit of width. Null where the widest still pays, or where there are fewer than three.
 */
export function paysUpTo(points: readonly Pick<WidthPoint, 'width' | 'effectiveDimension'>[]): number | null {
  if (points.length < 3) return null;
  const enough = points.findIndex((point, i) => points.slice(i + 1).every((wider) => !pays(point, wider)));
  return enough < 0 || enough === points.length - 1 ? null : points[enough].width;
}

function pays(point: Pick<WidthPoint, 'width' | 'effectiveDimension'>, wider: Pick<WidthPoint, 'width' | 'effectiveDimension'>): boolean {
  return !(wider.effectiveDimension - point.effectiveDimension < worthwhile * (wider.width - point.width));
}
