import { describe, expect, it } from 'vitest';
import { stripeAt, stripeEdges, tellingValue } from '../../webview/charts/heatPicture';
import { nearestPoint } from '../../webview/charts/picture';
import { StepAxis } from '../../webview/charts/stepAxis';
import { thinned } from '../../webview/charts/thinned';
import { tickText } from '../../webview/charts/tickText';
import { valueLimits } from '../../webview/charts/valueLimits';
import { linearScale, logScale, ordinalScale, roundTicks, signedLogScale } from '../../webview/charts/valueScale';
import { limitsOf } from '../../webview/charts/xyPicture';
import { byColumn, type GridColumn } from '../../webview/components/gridOrder';
import { shortNames } from '../../webview/components/shortNames';

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

describe('the logarithmic scale', () => {
  it('is the inverse of itself and has no place for zero and below', () => {
    for (const value of [1e-12, 0.003, 1, 768, 5e9]) expect(logScale.fromPlot(logScale.toPlot(value)) / value).toBeCloseTo(1, 12);
    expect([0, -1].map(logScale.toPlot)).toEqual([NaN, NaN]);
  });

  it('is marked at 1, 2 and 5 of a decade, at decades, or at some of them, as there is room', () => {
    expect(logScale.ticks(0.8, 60, 6)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(logScale.ticks(0.8, 60, 3)).toEqual([1, 10]);
    expect(logScale.ticks(1e-9, 1, 4)).toEqual([1e-9, 1e-6, 1e-3, 1]);
    expect(logScale.ticks(760, 1550, 4)).toEqual([800, 1000, 1200, 1400]);
    expect(logScale.ticks(3, 3, 4)).toEqual([3]);
  });

  it('spans its values with air that is a factor', () => {
    const { low, high } = limitsOf([1, 10, NaN, 0, 100], logScale);
    expect(1 / low).toBeCloseTo(high / 100, 9);
    expect(limitsOf([], logScale)).toEqual({ low: 1, high: 10 });
    expect(limitsOf([7], linearScale).high).toBeGreaterThan(7);
  });

  it('has beside it one for the places of a list', () => {
    expect(ordinalScale.ticks(-0.3, 11.3, 6)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ordinalScale.ticks(-0.3, 1, 6)).toEqual([0, 1]);
  });
});

describe('a heat map', () => {
  it('gives every column the room up to halfway to its neighbours', () => {
    expect([...stripeEdges([10, 20, 40])]).toEqual([5, 15, 30, 50].map((edge) => expect.closeTo((edge - 5) / 45, 12)));
    expect([...stripeEdges([5])]).toEqual([0, 1]);
    expect(stripeEdges([]).length).toBe(1);
  });

  it('finds the column of a place as a search through all would', () => {
    const edges = stripeEdges([0, 1, 3, 10, 11, 50]);
    for (let share = 0; share <= 1; share += 0.013) {
      const expected = Array.from({ length: 6 }, (_, i) => i).findLast((i) => edges[i] <= share);
      expect(stripeAt(edges, share)).toBe(expected);
    }
  });

  it('shows the value that matters where columns share a pixel, and nothing where none has one', () => {
    const row = { label: '', values: [3, NaN, 1, 2, NaN] };
    expect(tellingValue(row, 0, 4, 'lowest')).toBe(1);
    expect(tellingValue(row, 0, 4, 'highest')).toBe(3);
    expect(tellingValue(row, 4, 5, 'lowest')).toBeNaN();
  });
});

describe('a thinned line', () => {
  it('keeps its spikes and its order', () => {
    const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 3210 ? 99 : x === 77 ? -5 : Math.sin(x) }));
    const kept = thinned(points, 400);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept.map(({ y }) => y)).toEqual(expect.arrayContaining([99, -5]));
    expect(kept.every(({ x }, i) => i === 0 || x > kept[i - 1].x)).toBe(true);
    const few = points.slice(0, 300);
    expect(thinned(few, 400)).toBe(few);
  });
});

describe('a table', () => {
  const column = (value: (row: string) => string | number | null): GridColumn<string> => ({ name: 'a', title: () => '', value, cell: () => [] });

  it('is ordered by numbers in names, with what is unknown last either way', () => {
    const names = ['h.10', 'h.9', 'h.1'];
    expect(byColumn(names, column((row) => row), false)).toEqual(['h.1', 'h.9', 'h.10']);
    const values: Readonly<Record<string, number | null>> = { a: 3, b: NaN, c: 1, d: null };
    expect(byColumn(['b', 'a', 'd', 'c'], column((row) => values[row]), false)).toEqual(['c', 'a', 'b', 'd']);
    expect(byColumn(['b', 'a', 'd', 'c'], column((row) => values[row]), true)).toEqual(['a', 'c', 'b', 'd']);
  });

  it('calls rows by what tells them apart', () => {
    expect(shortNames(['h.0.mlp.weight', 'h.11.mlp.weight'])).toEqual(['0', '11']);
    expect(shortNames(['h.0.mlp.weight', 'h.0.attn.q.weight'])).toEqual(['mlp', 'attn.q']);
    expect(shortNames(['0', '1'])).toEqual(['0', '1']);
    expect(shortNames(['a.b', 'a.b'])).toEqual(['b', 'b']);
    expect(shortNames([])).toEqual([]);
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
