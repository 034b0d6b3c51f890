import type { WidthCandidate } from '../../model/spectralReport';
import type { UtilisationNormalisation } from '../../model/spectrum';
import { utilisation } from '../../numerics/spectrum/utilisation';
import type { RunsOfWidths } from './groupsOfRuns';
import { paysUpTo } from './paysUpTo';
import { savedParameters } from './savedParameters';

/** Layer by layer: whose effective dimension still grows at the widest run, and whose has stopped to and where. Needs three widths. */
export function layerCandidates({ rows }: RunsOfWidths, normalisation: UtilisationNormalisation): readonly WidthCandidate[] {
  const widths = [...new Set(rows.map(({ width }) => width))].sort((a, b) => a - b);
  const widest = rows.find(({ width }) => width === widths[widths.length - 1]);
  if (widths.length < 3 || !widest) return [];
  return widest.layers.flatMap(({ layer }) => {
    const points = widths.flatMap((width) => {
      const row = rows.find((each) => each.width === width);
      const ranks = row?.layers.find((each) => each.layer === layer);
      return ranks ? [{ width, effectiveDimension: utilisation({ ...ranks, width }, normalisation).effectiveDimension }] : [];
    });
    return points.length < 3 ? [] : [candidateOf(layer, points, widest.hiddenSize)];
  });
}

function candidateOf(layer: string, points: readonly { readonly width: number; readonly effectiveDimension: number }[], hiddenSize: number | undefined): WidthCandidate {
  const { width, effectiveDimension } = points[points.length - 1];
  const enough = paysUpTo(points);
  if (enough === null) return { layer, candidate: 'widen', width, effectiveDimension, suggestedWidth: null, savedParameters: null };
  return { layer, candidate: 'prune', width, effectiveDimension, suggestedWidth: enough, savedParameters: savedParameters(width - enough, hiddenSize) };
}
