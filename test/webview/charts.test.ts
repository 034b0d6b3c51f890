import { describe, expect, it } from 'vitest';
import { nearestPoint } from '../../webview/charts/picture';
import { StepAxis } from '../../webview/charts/stepAxis';
import { tickText } from '../../webview/charts/tickText';
import { valueLimits } from '../../webview/charts/valueLimits';
import { linearScale, roundTicks, signedLogScale } from '../../webview/charts/valueScale';

describe('the signed logarithmic scale', () => {
  const scale = signedLogScale(0.01);

  it('is the inverse of itself, increases, and keeps zero and signs', () => {
    let before = -Infinity;
    for (const value of [-500, -1, -0.02, -1e-6, 0, 1e-6, 0.004, 0.02, 3, 1e5]) {
      expect(scale.fromPlot(scale.toPlot(value))).toBeCloseTo(value, 9);
      expect(scale.toPlot(value)).toBeGreaterThan(before);
      before = scale.toPlot(value);
    }
    expect(scale.toPlot(0)).toBe(0);
  });

  it('gives every decade above the linear part the same room', () => {
    const room = scale.toPlot(100) - scale.toPlot(10);
    expect(scale.toPlot(1000) - scale.toPlot(100)).toBeCloseTo(room, 3);
    expect(room).toBeCloseTo(Math.log(10), 3);
  });

  it('is marked at decades, and between them where there are few', () => {
    expect(scale.ticks(-0.02, 150, 5)).toEqual([-0.01, 0, 0.01, 0.1, 1, 10, 100]);
    expect(scale.ticks(0, 0.3, 5)).toEqual([0, 0.01, 0.02, 0.05, 0.1, 0.2]);
  });
});

describe('ticks', () => {
  it('stand at round values inside the range', () => {
    expect(roundTicks(3.24, 3.73, 5)).toEqual([3.3, 3.4, 3.5, 3.6, 3.7]);
    expect(roundTicks(0, 3e-4, 2)).toEqual([0, 0.0002]);
    expect(roundTicks(5, 5, 3)).toEqual([5]);
  });

  it('are written short and told apart', () => {
    expect([0, 20_000, 1_000_000, 3e9, 2e18, 5e-5].map((value) => tickText(value, value || 1))).toEqual(['0', '20k', '1M', '3B', '2e18', '5e-5']);
    expect([8200, 8400].map((value) => tickText(value, 200))).toEqual(['8.2k', '8.4k']);
    expect([1.26e18, 1.27e18].map((value) => tickText(value, 1e17))).toEqual(['1.3e18', '1.3e18']);
    expect(tickText(3.3, 0.1)).toBe('3.3');
  });
});

describe('the limits of the values', () => {
  const line = (values: readonly number[]) => [{ label: 'loss', colour: 'blue' as const, points: values.map((y, x) => ({ x, y })) }];
  const axis = (last: number) => {
    const steps = new StepAxis();
    steps.span({ from: 0, to: last });
    return steps;
  };

  it('let the steep fall at the start leave through the top', () => {
    const { low, high } = valueLimits(line(Array.from({ length: 200 }, (_, i) => 3 + 8 * Math.exp(-i))), [], axis(199));
    expect(high).toBeLessThan(3.2);
    expect(low).toBeLessThan(3);
  });

  it('keep a spike in sight, also one at the very start', () => {
    const spiked = Array.from({ length: 200 }, (_, i) => i === 2 ? 8.7 : 2.7);
    expect(valueLimits(line(spiked), [], axis(5000)).high).toBeGreaterThan(8.7);
    const later = Array.from({ length: 200 }, (_, i) => i === 150 ? 8.7 : 2.7);
    expect(valueLimits(line(later), [], axis(199)).high).toBeGreaterThan(8.7);
  });

  it('are finite whatever is logged', () => {
    for (const values of [[], [NaN], [Infinity, NaN], [2], [0, 0, 0, 0, 0]]) {
      const { low, high } = valueLimits(line(values), [], axis(10));
      expect(Number.isFinite(low) && Number.isFinite(high) && high > low).toBe(true);
    }
  });
});

describe('the step axis', () => {
  it('zooms inside what it spans and never closer than a few steps', () => {
    const steps = new StepAxis();
    steps.span({ from: 0, to: 1000 });
    steps.zoom({ from: -50, to: 400 });
    expect(steps.view).toEqual({ from: 0, to: 400 });
    steps.zoom({ from: 100, to: 101 });
    expect(steps.view).toEqual({ from: 0, to: 400 });
    steps.zoom({ from: -1, to: 2000 });
    expect(steps.zoomed).toBeNull();
  });

  it('keeps the step in its place while zooming around it', () => {
    const steps = new StepAxis();
    steps.span({ from: 0, to: 1000 });
    steps.zoomAround(250, 0.5);
    expect(steps.view).toEqual({ from: 125, to: 625 });
    expect((250 - 125) / 500).toBe(250 / 1000);
  });

  it('goes on showing everything while a run grows, unless zoomed', () => {
    const steps = new StepAxis();
    steps.span({ from: 0, to: 1000 });
    steps.span({ from: 0, to: 2000 });
    expect(steps.view.to).toBe(2000);
    steps.zoom({ from: 10, to: 90 });
    steps.span({ from: 0, to: 3000 });
    expect(steps.view).toEqual({ from: 10, to: 90 });
  });
});

describe('the point nearest to a step', () => {
  it('agrees with a search through all points', () => {
    const points = [1, 4, 9, 16, 25, 100].map((x) => ({ x, y: x }));
    for (let step = -5; step < 130; step += 0.7) {
      const expected = points.reduce((best, point) => Math.abs(point.x - step) < Math.abs(best.x - step) ? point : best);
      expect(nearestPoint(points, step, 20)).toEqual(Math.abs(expected.x - step) <= 20 ? expected : undefined);
    }
    expect(nearestPoint([], 3, 10)).toBeUndefined();
    expect(linearScale.toPlot(7)).toBe(7);
  });
});
