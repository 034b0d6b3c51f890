import { describe, expect, it } from 'vitest';
import { withTotalLoss } from '../../../src/formats/totalLoss';
import { Series } from '../../../src/model/series';

const columns = (logged: Readonly<Record<string, readonly number[]>>, first = 1): Series[] =>
  Object.entries(logged).map(([name, values]) => {
    const series = new Series(name);
    values.forEach((value, i) => series.push(first + i, value));
    return series;
  });
const totals = (series: readonly Series[]) =>
  withTotalLoss(series).slice(series.length).map(({ metric, original, steps, values }) => ({ metric, original, steps: [...steps], values: [...values] }));

describe('the total loss of a detector', () => {
  it('is the sum of its parts, in training and in validation', () => {
    const detector = columns({ 'train/box_loss': [1.5, 1.25], 'train/cls_loss': [3, 2], 'train/dfl_loss': [0.5, 0.25], 'val/box_loss': [2, 1], 'val/cls_loss': [4, NaN], 'val/dfl_loss': [1, 1] });
    expect(totals(detector)).toEqual([
      { metric: 'loss/train', original: 'train/box_loss + train/cls_loss + train/dfl_loss', steps: [1, 2], values: [5, 3.5] },
      { metric: 'loss/eval', original: 'val/box_loss + val/cls_loss + val/dfl_loss', steps: [1, 2], values: [7, NaN] },
    ]);
  });

  it.each([
    ['segmentation', ['box', 'seg', 'cls', 'dfl']], ['poses', ['box', 'pose', 'kobj', 'cls', 'dfl']], ['RT-DETR', ['giou', 'cls', 'l1']], ['YOLOv5', ['box', 'obj', 'cls']],
  ])('knows the parts of %s', (_, parts) => {
    const [total] = totals(columns(Object.fromEntries(parts.map((name, i) => [`train/${name}_loss`, [2 ** i]]))));
    expect(total.values).toEqual([2 ** parts.length - 1]);
  });

  it('is not made up for logs that have one, or whose parts are none of a detector or do not stand at the same steps', () => {
    const parts = { 'train/box_loss': [1, 2], 'train/cls_loss': [1, 2] };
    const logged = new Series('loss/train', 'train/loss');
    logged.push(1, 3);
    expect(totals([...columns(parts), logged])).toEqual([]);
    expect(totals(columns({ 'train/policy_loss': [1], 'train/value_loss': [1], 'train/cls_loss': [2] }))).toEqual([]);
    expect(totals([...columns({ 'train/box_loss': [1, 2] }), ...columns({ 'train/cls_loss': [1, 2] }, 2)])).toEqual([]);
  });
});
