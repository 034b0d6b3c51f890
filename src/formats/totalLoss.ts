import { metrics } from '../model/metric';
import { Series } from '../model/series';

/**
 * Series with the total loss of an object detector, of which Ultralytics and YOLOv5 log only the parts: their sum, for the parts are logged
 * with their weights in the total. Other logs with losses by parts are left alone: those of a GAN or an agent do not add up to anything.
 */
export function withTotalLoss(series: readonly Series[]): readonly Series[] {
  const totals = [totalOf(series, 'train', metrics.trainLoss), totalOf(series, 'val', metrics.evalLoss)];
  return [...series, ...totals.filter((total) => total !== undefined)];
}

function totalOf(series: readonly Series[], set: 'train' | 'val', metric: string): Series | undefined {
  if (series.some((one) => one.metric === metric)) return undefined;
  const parts = series.filter(({ original }) => original.startsWith(`${set}/`) && part.test(original));
  const names = parts.map(({ original }) => part.exec(original)?.[1] ?? '');
  const isDetector = names.includes('cls') && names.some((name) => name === 'box' || name === 'giou');
  if (!isDetector || new Set(names).size < names.length || parts.some((one) => !sameSteps(one, parts[0]))) return undefined;
  const total = new Series(metric, parts.map(({ original }) => original).join(' + '), parts[0].lane);
  const { steps, times } = parts[0];
  for (let i = 0; i < steps.length; i++) total.push(steps[i], parts.reduce((sum, { values }) => sum + values[i], 0), times?.[i]);
  return total;
}

/** Boxes (by two measures), classes, distributions of edges, objectness, masks, key points, angles. */
const part = /\/(box|giou|l1|cls|dfl|obj|seg|sem|pose|kobj|rle|angle)_loss$/;

function sameSteps(one: Series, other: Series): boolean {
  return one.length === other.length && one.steps.every((step, i) => step === other.steps[i]);
}
