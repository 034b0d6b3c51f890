import type { CompressionPair } from '../../model/densityOverview';
import { interval95 } from '../../numerics/scaling/bootstrap';
import type { ModelDensity } from './modelDensity';

/** The pairs of a table whose rows name the model that they were compressed from. Models out of range have no ratio. */
export function compressionPairs(models: readonly ModelDensity[]): readonly CompressionPair[] {
  return models.flatMap(({ model, original, result }) => {
    const source = original === undefined ? undefined : models.find((one) => one.model === original)?.result;
    if (original === undefined || result.status !== 'measured' || source?.status !== 'measured') return [];
    const { low, high } = interval95(result.draws.map((draw, k) => draw / source.draws[k]));
    const ratio = { value: result.density.value / source.density.value, low, high };
    return [{ model, original, ratio, verdict: high < 1 ? 'less dense' as const : low > 1 ? 'denser' as const : 'about as dense' as const }];
  });
}
