import { publishedRepeated, repeatedLoss } from '../../numerics/scaling/repeatedLaw';
import { fitQuality, type FitQuality } from './fitQuality';
import type { Sweep } from './sweep';

/** The law published for repeated data against the plain law with the same parameters, on all rows and on those it was made for. */
export interface RepeatedComparison {
  readonly source: string;
  readonly groups: readonly { readonly rows: string; readonly count: number; readonly repeated: FitQuality; readonly plain: FitQuality }[];
}

/** Compares the two on a sweep that knows its unique tokens. */
export function repeatedComparison(sweep: Sweep): RepeatedComparison {
  const all = [...sweep.loss.keys()];
  const groups = [
    { rows: 'all', at: all },
    { rows: 'loss < 4', at: all.filter((i) => sweep.loss[i] < worst) },
    { rows: 'loss >= 4', at: all.filter((i) => sweep.loss[i] >= worst) },
  ];
  return {
    source: 'Muennighoff et al., arXiv 2305.16264, parameters for C4',
    groups: groups.filter(({ at }) => at.length > 0).map(({ rows, at }) => ({ rows, count: at.length, repeated: quality(sweep, at, sweep.unique), plain: quality(sweep, at) })),
  };
}

/** From this loss on the published law misses most: it was fitted to models that had learned more. */
const worst = 4;

function quality({ n, d, loss }: Sweep, at: readonly number[], unique?: Float64Array): FitQuality {
  const p = publishedRepeated;
  const predicted = at.map((i) => (unique ? repeatedLoss(p, n[i], d[i], unique[i]) : p.E + p.A * n[i] ** -p.alpha + p.B * d[i] ** -p.beta));
  return fitQuality(at.map((i) => loss[i]), predicted);
}
