import { describe, expect, it } from 'vitest';
import { scalingReport, type ScalingReport } from '../../../../src/analyzers/scaling/scalingReport';
import { sweepOf, type Sweep, type SweepColumns } from '../../../../src/analyzers/scaling/sweep';
import type { Table } from '../../../../src/model/table';
import { fixture, tableFrom } from './tableFrom';

function sweep(table: Table, columns: SweepColumns = {}, dropHighest = 0): Sweep {
  const found = sweepOf(table, columns, dropHighest);
  if ('error' in found) throw new Error(found.error);
  return found;
}

const grid = (rows: (n: number, d: number, i: number) => string, header: string): Table => {
  const cells = [1e7, 1e8, 1e9].flatMap((n) => [1e9, 5e9, 3e10].map((d) => [n, d] as const));
  return tableFrom([header, ...cells.map(([n, d], i) => rows(n, d, i))].join('\n'));
};
const lossOf = (n: number, d: number): number => 1.7 + 400 / n ** 0.34 + 1500 / d ** 0.36;

describe('scalingReport', () => {
  it('says of the Chinchilla points what is known of them', () => {
    const report = scalingReport(sweep(fixture('chinchilla.csv'), {}, 5), 'chinchilla', 100) as ScalingReport;
    expect(report).toMatchObject({ law: 'chinchilla', rows: 240, notes: ['5 rows with the highest losses were dropped as scaling.dropHighest asks.'] });
    expect(report.objective).toBeLessThanOrEqual(0.0010182741);
    expect(Object.entries(report.parameters).map(([name, { value }]) => [name, Number(value.toPrecision(4))])).toEqual([['E', 1.817], ['A', 477.8], ['B', 2143], ['alpha', 0.3473], ['beta', 0.3672]]);
    for (const { value, low, high } of Object.values(report.parameters)) expect(low < value && value < high).toBe(true);
    expect(report.residuals).toHaveLength(240);
    report.points.forEach(({ loss, fitted }, i) => expect(Math.log(loss / fitted)).toBeCloseTo(report.residuals[i], 12));
    const [at, beyond] = report.forecasts;
    // Hoffmann et al. trained 70 B on 1.4 T tokens; this law asks for some 20 tokens per parameter too.
    expect(at.d.value / at.n.value).toBeGreaterThan(10);
    expect(at.d.value / at.n.value).toBeLessThan(40);
    expect(6 * at.n.value * at.d.value).toBeCloseTo(at.flops, -18);
    expect(beyond.widened).toBeGreaterThanOrEqual(1);
    expect(beyond.loss.high - beyond.loss.low).toBeGreaterThan(at.loss.high - at.loss.low);
  }, 60_000);

  it('shows how the published law for repeated data fares on its own table', () => {
    const rows = sweep(fixture('datablations.csv'));
    const few = { ...rows, n: rows.n.slice(0, 40), d: rows.d.slice(0, 40), loss: rows.loss.slice(0, 40), unique: rows.unique?.slice(0, 40), rows: rows.rows.slice(0, 40) };
    const report = scalingReport(few, 'repeated', 10) as ScalingReport;
    expect(report.published?.groups[0]).toMatchObject({ rows: 'all', count: 40 });
    expect(Object.keys(report.parameters)).toEqual(['E', 'A', 'B', 'alpha', 'beta', 'repeatsD', 'repeatsN']);
  }, 60_000);

  it('knows columns by their usual names and units, and names those that it does not', () => {
    const named = sweep(grid((n, d) => `${n / 1e9};${d / 1e12};${lossOf(n, d)}`, '#Params (B);Pretraining Data Size (T);val_loss'));
    expect([named.n[4], named.d[4]]).toEqual([1e8, 5e9]);
    const chosen = sweep(grid((n, d) => `${n},${6 * n * d},${lossOf(n, d)}`, 'x,y,z'), { n: 'x', flops: 'y', loss: 'Z' });
    expect([...chosen.d]).toEqual([...named.d].map((d) => expect.closeTo(d, -3)));
    expect(sweepOf(tableFrom('a,b\n1,2'), {}, 0)).toEqual({ error: expect.stringContaining('hold parameters; name one with --n. It has a, b.') });
    expect(sweepOf(tableFrom('n,b\n1,2'), {}, 0)).toEqual({ error: expect.stringContaining('--d or --flops') });
    expect(sweepOf(tableFrom('n,d,val_loss_a,val_loss_b\n1,2,3,4'), {}, 0)).toEqual({ error: expect.stringContaining('choose one with --loss from val_loss_a, val_loss_b') });
    expect(sweepOf(tableFrom('n,d,loss\n1,2,3'), { n: 'size' }, 0)).toEqual({ error: 'There is no column size in /here/table.csv; it has n, d, loss.' });
  });

  it('counts what it leaves out', () => {
    const text = ['n,d,loss', '1e7,1e9,3.1', '1e7,1e9,3.1', '1e7,,3.2', '1e7,2e9,nan', '1e8,2e9,2.9'].join('\n');
    expect(sweep(tableFrom(text))).toMatchObject({ rows: [1, 5], notes: ['2 rows without positive parameters, tokens and loss were left out.', '1 row equal to another in everything was counted once.'] });
  });

  it.each([
    ['too few points', () => tableFrom('n,d,loss\n1e7,1e9,3\n1e8,1e10,2.5'), '2 rows are too few: the law has 5 parameters and needs at least 6 rows'],
    ['one size only', () => grid((_, d, i) => `1e8,${d + i},${3 - i / 10}`, 'n,d,loss'), 'same number of parameters'],
    ['one amount of data', () => grid((n, _, i) => `${n + i},1e9,${3 - i / 10}`, 'n,d,loss'), 'same number of tokens'],
    ['a fixed ratio', () => grid((n, _, i) => `${n * (1 + i)},${20 * n * (1 + i)},${3 - i / 10}`, 'n,d,loss'), 'same tokens per parameter'],
  ])('says so of %s', (_, table, sentence) => {
    expect(scalingReport(sweep(table()), 'chinchilla')).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('refuses losses of different tokenizers', () => {
    const mixed = grid((n, d, i) => `${n},${d},${lossOf(n, d)},${i % 2 ? 'gpt2' : 'llama'}`, 'n,d,loss,tokenizer');
    expect(sweepOf(mixed, {}, 0)).toEqual({ error: expect.stringContaining('2 tokenizers (llama, gpt2)') });
  });

  it('says when losses lie below the fitted floor', () => {
    const odd = grid((n, d, i) => `${n},${d},${i === 4 ? 0.5 : lossOf(n, d)}`, 'n,d,loss');
    expect((scalingReport(sweep(odd), 'chinchilla', 20) as ScalingReport).notes).toContainEqual(expect.stringContaining('1 of the losses lies below the fitted irreducible loss'));
  });
});
