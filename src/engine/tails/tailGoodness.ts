import type { TailFitting } from '../../analyzers/tails/tailFitting';
import type { TailGoodness } from '../../model/tail';
import { wilsonInterval } from '../../numerics/wilsonInterval';
import type { KernelPool } from '../kernelPool';

export interface GoodnessWatch {
  readonly signal?: AbortSignal;
  /** Hears of every round; what it was told last is what is known when it cancels. */
  progress?(soFar: TailGoodness): void;
}

/** How many sets are drawn: so many, or as many as it takes to know on which side of the level the p-value lies, up to so many. */
export type BootstrapSize = { readonly sets: number } | { readonly decide: number; readonly atMost: number };

/**
 * The goodness of fit of a power law by a semi-parametric bootstrap, whose sets are shared out to the threads of a pool. The same values
 * give the same p-value whatever the number of threads. Rejects with the signal's reason when cancelled.
 */
export async function tailGoodness({ values, support, fit: { alpha, xmin, ksDistance } }: TailFitting, size: BootstrapSize, pool: KernelPool, watch: GoodnessWatch = {}): Promise<TailGoodness> {
  const most = 'sets' in size ? size.sets : size.atMost;
  let soFar = goodnessOf(0, 0);
  while (soFar.sets < most && !('decide' in size && decided(soFar, size.decide))) {
    const round = Math.min(setsPerRound, most - soFar.sets);
    const { sets: before } = soFar;
    const counts = await Promise.all(shares(round, pool.size).map(({ from, count }) =>
      pool.run('tailBootstrap', { values, support, alpha, xmin, ksDistance, seed, first: before + from, sets: count }, { signal: watch.signal })));
    soFar = goodnessOf(before + round, soFar.exceeding + counts.reduce((sum, count) => sum + count, 0));
    watch.progress?.(soFar);
  }
  return soFar;
}

function shares(total: number, parts: number): readonly { readonly from: number; readonly count: number }[] {
  const size = Math.ceil(total / parts);
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => ({ from: i * size, count: Math.min(size, total - i * size) }));
}

const setsPerRound = 50;
const seed = 1;

function decided({ sets, low, high }: TailGoodness, level: number): boolean {
  return sets > 0 && (low > level || high < level);
}

function goodnessOf(sets: number, exceeding: number): TailGoodness {
  const { low, high } = wilsonInterval(exceeding, sets, deviations);
  return { sets, exceeding, pValue: exceeding / sets, low, high };
}

/** 99.9 %: so wide that looking after every round seldom misleads. */
const deviations = 3.2905;
