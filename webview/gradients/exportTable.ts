import type { GradientReport, SampleReport } from '../../src/model/gradientReport';
import { csvTable } from '../components/csvTable';

/** The modules as CSV, the most influential first; where none are known, the points of the tails. */
export function exportTable({ influence, tails }: GradientReport): string {
  if (!influence) return csvTable([['over', 'value', 'share_at_or_above'], ...tails.flatMap(({ over, curve: { x, ccdf } }) => Array.from(x, (value, i) => [over, value, ccdf[i]]))]);
  const header = ['module', 'layer', 'role', 'parameters', 'norm', 'norm_median', 'norm_std', 'norm_per_sqrt_parameter', 'energy_share', 'silent_rows', 'rows', 'assumed', 'trouble'];
  return csvTable([header, ...influence.modules.map((module) => [
    module.name, module.layer ?? '', module.role, module.parameters ?? '', module.gradNormMean, module.gradNormMedian ?? '', module.gradNormStd ?? '',
    module.gradNormPerSqrtParam ?? '', module.energyShare, module.silentRows ?? '', module.rows ?? '', String(module.assumed), module.trouble ?? '',
  ])]);
}

/** The ids of the samples that are worth keeping, the most influential first. */
export function exportSamples({ selection, share }: SampleReport): string {
  return csvTable([['id'], ...(selection?.keep ?? share.names).map((id) => [id])]);
}
