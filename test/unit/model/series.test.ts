import { describe, expect, it } from 'vitest';
import { latestPoints } from '../../../src/model/latestPoints';
import { Series } from '../../../src/model/series';

function seriesOf(points: readonly (readonly [number, number, number?])[]): Series {
  const series = new Series('loss/train', 'loss');
  for (const [step, value, time] of points) series.push(step, value, time);
  return series;
}

describe('Series', () => {
  it('keeps points over many growths', () => {
    const series = new Series('loss/train');
    for (let i = 0; i < 1000; i++) series.push(i, i * i, i === 500 ? 7 : NaN);
    expect(series.length).toBe(1000);
    expect(series.values[999]).toBe(998001);
    expect(series.times?.[500]).toBe(7);
    expect(series.times?.[999]).toBeNaN();
  });

  it('appends exactly what pushing one by one gives', () => {
    const whole = new Series('a');
    const joined = new Series('a');
    let seed = 7;
    for (let part = 0; part < 50; part++) {
      const block = new Series('a');
      for (let i = 0; i < (seed = (seed * 48271) % 2147483647) % 40; i++) {
        const time = seed % 3 === 0 ? NaN : i;
        whole.push(part * 7 + i, i, time);
        block.push(part * 7 + i, i, time);
      }
      joined.append(block);
    }
    expect([...joined.steps]).toEqual([...whole.steps]);
    expect([...joined.values]).toEqual([...whole.values]);
    expect(joined.times && [...joined.times]).toEqual(whole.times && [...whole.times]);
    expect(joined.increasing).toBe(whole.increasing);
  });

  it('forgets points again, with what they said about order and time', () => {
    const series = seriesOf([[1, 1, 10], [2, 2, 20], [1, 3, 30]]);
    expect(series.increasing).toBe(false);
    series.truncate(2);
    expect(series.increasing).toBe(true);
    series.push(3, 4);
    expect([...(series.times ?? [])]).toEqual([10, 20, NaN]);
  });

  it('gives back memory without losing points', () => {
    const series = seriesOf([[1, 1], [2, 2]]);
    series.compact();
    series.push(3, 3);
    expect([...series.values]).toEqual([1, 2, 3]);
  });
});

describe('Series that share their steps', () => {
  it('stay apart when one of them grows or is cut', () => {
    const [a, b, c] = [1, 2, 3].map((factor) => seriesOf([[1, factor], [2, 2 * factor], [3, 3 * factor]]));
    for (const series of [b, c]) series.compact(a);
    a.compact();
    b.truncate(2);
    b.push(9, 9);
    c.push(4, 12);
    expect([...a.steps]).toEqual([1, 2, 3]);
    expect([...b.steps]).toEqual([1, 2, 9]);
    expect([...c.steps]).toEqual([1, 2, 3, 4]);
    expect([...c.values]).toEqual([3, 6, 9, 12]);
  });

  it('are not taken for equal when their steps differ', () => {
    const [a, b] = [seriesOf([[1, 1], [2, 2]]), seriesOf([[1, 1], [3, 3]])];
    b.compact(a);
    a.compact();
    expect([...b.steps]).toEqual([1, 3]);
  });
});

describe('latestPoints', () => {
  it('lets a resumed run replace what it repeats', () => {
    const { steps, values } = latestPoints(seriesOf([[10, 1], [20, 2], [30, 3], [20, 4], [25, 5]]));
    expect([...steps]).toEqual([10, 20, 25]);
    expect([...values]).toEqual([1, 4, 5]);
  });

  it('returns increasing series as they are', () => {
    const series = seriesOf([[1, 1], [5, 2]]);
    expect(latestPoints(series).steps.buffer).toBe(series.steps.buffer);
  });
});
