import type { Quadrature } from './gaussQuadrature';

/**
 * `size` eigenvalues, descending, that stand in for those of which only quadratures and the sum are known: the k-th is the mean of the
 * k-th slice of equal weight of their mean density, none is above `ceiling`. Without quadratures all are the same.
 */
export function standInEigenvalues(quadratures: readonly Quadrature[], size: number, trace: number, ceiling: number): Float64Array {
  if (quadratures.length === 0) return new Float64Array(size).fill(Math.max(0, trace) / size);
  const points = quadratures.flatMap(({ nodes, weights }) => Array.from(nodes, (node, i) => ({ node: Math.max(0, node), weight: weights[i] })));
  const whole = points.reduce((sum, { weight }) => sum + weight, 0);
  points.sort((a, b) => b.node - a.node);
  const means = sliceMeans(points.map(({ node, weight }) => ({ node, weight: (weight / whole) * size })), size);
  const sum = means.reduce((total, value) => total + value, 0);
  const factor = sum > 0 ? Math.max(0, trace) / sum : 0;
  return means.map((value) => Math.min(ceiling, value * factor));
}

function sliceMeans(points: readonly { readonly node: number; readonly weight: number }[], size: number): Float64Array {
  const means = new Float64Array(size);
  let slice = 0;
  let room = 1;
  for (const { node, weight } of points) {
    let left = weight;
    while (left > 0 && slice < size) {
      const part = Math.min(left, room);
      means[slice] += part * node;
      left -= part;
      room -= part;
      if (room <= 1e-12) {
        slice++;
        room = 1;
      }
    }
  }
  return means;
}
