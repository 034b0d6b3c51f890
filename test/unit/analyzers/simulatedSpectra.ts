import type { Run } from '../../../src/model/run';
import { gaussian, mulberry } from '../random';
import { runWith, type Point } from './runWith';

/** Width of the simulated layers. */
export const width = 2048;

export interface Simulated {
  readonly layers: number;
  readonly records: number;
  readonly every: number;
  readonly seed: number;
  /** Share of the dimensions beyond the first, without noise. */
  readonly share: (layer: number, step: number) => number;
  readonly noise?: number;
  readonly more?: Partial<Run>;
}

/** A recorded run: hard ranks with correlated noise, and a loss that falls as losses do. */
export function simulatedSpectra({ layers, records, every, seed, share, noise = 0.1, more }: Simulated): Run {
  const random = mulberry(seed);
  const steps = Array.from({ length: records }, (_, i) => (i + 1) * every);
  const series: Record<string, Point[]> = { 'loss/train': Array.from({ length: 400 }, (_, i) => {
    const step = Math.round((i * records * every) / 400);
    return [step, 3.2 + 7.7 * Math.exp(-step / 150) + 0.02 * gaussian(random)];
  }) };
  for (let layer = 0; layer < layers; layer++) {
    let drift = 0;
    const hard: Point[] = steps.map((step) => {
      drift = 0.6 * drift + noise * gaussian(random);
      return [step, 1 + (width - 1) * share(layer, step) * Math.exp(drift)];
    });
    series[`spectrum/post/hardRank/${layer}`] = hard;
    series[`spectrum/post/softRank/${layer}`] = hard.map(([step, rank]) => [step, rank ** 1.2]);
    series[`spectrum/post/width/${layer}`] = steps.map((step) => [step, width]);
    series[`spectrum/post/tokens/${layer}`] = steps.map((step) => [step, 10 * width]);
  }
  return runWith(series, more);
}

/** Ranks of a healthy run: high at first, a dip in the first hundreds of steps, a slow climb. */
export const healthyShare = (level: number, climb: number) => (step: number): number => level * (0.12 + 0.88 * (1 - Math.exp(-step / 1500)) + 2 * Math.exp(-step / 60)) * (step / 1000 + 1) ** climb;
