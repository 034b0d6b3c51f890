import { describe, expect, it } from 'vitest';
import { jointSelection } from '../../../../src/analyzers/blueprint/jointSelection';
import { sampleSelection } from '../../../../src/analyzers/blueprint/sampleSelection';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
/** Parts of a whole of which the first share k holds k^exponent. */
const powerParts = (count: number, exponent: number) => Array.from({ length: count }, (_, i) => ((i + 1) / count) ** exponent - (i / count) ** exponent);

describe('sampleSelection', () => {
  it('keeps the fraction that the law of gain and cost gives, the most influential samples', () => {
    const found = sampleSelection(ids(100), powerParts(100, 0.5).reverse(), { fixed: 1, perFraction: 4 });
    if ('error' in found) throw new Error(found.error);
    expect(found.delta).toBeCloseTo(0.5, 10);
    expect(found.qStar).toBeCloseTo(0.25, 10);
    expect(found.gain).toBeCloseTo(1.25, 10);
    expect(found.keep).toHaveLength(25);
    expect(found.keep[0]).toBe('s99');
    expect(sampleSelection(ids(100), powerParts(100, 0.5), { fixed: 1, perFraction: 4 }, 0.04)).toMatchObject({ keep: ['s0', 's1', 's2', 's3'], gain: expect.closeTo((0.2 * 5) / 1.16, 10) });
  });

  it('refuses what it cannot judge', () => {
    const cost = { fixed: 1, perFraction: 4 };
    expect(sampleSelection(ids(10), powerParts(10, 0.5), cost)).toEqual({ error: expect.stringContaining('At least 50 samples') });
    expect(sampleSelection(ids(50), powerParts(50, 0.5).map((value, i) => (i === 7 ? NaN : value)), cost)).toEqual({ error: expect.stringContaining('The influence of sample s7 is NaN') });
    expect(sampleSelection(ids(50), powerParts(50, 0.5), { fixed: 0, perFraction: 1 })).toEqual({ error: expect.stringContaining('set a fixed cost') });
    expect(sampleSelection(ids(50), new Array<number>(50).fill(0), cost)).toEqual({ error: expect.stringContaining('above 0') });
  });
});

describe('jointSelection', () => {
  const cost = { fixed: 1, perFraction: 4 };

  it('gives the product of both gains where influence factors, and finds the same in the matrix', () => {
    const [rows, columns] = [powerParts(20, 0.5), powerParts(40, 0.5)];
    const values = Float64Array.from(rows.flatMap((row) => columns.map((column) => row * column)));
    const found = jointSelection({ modules: ids(20), samples: ids(40), values }, cost, cost);
    if ('error' in found) throw new Error(found.error);
    expect(found).toMatchObject({ k: 0.25, q: 0.25, modules: ids(5) });
    expect(found.independentGain).toBeCloseTo(1.25 ** 2, 10);
    expect(found.measuredGain).toBeCloseTo(1.25 ** 2, 10);
  });

  it('shows less in the matrix where every sample needs modules of its own', () => {
    const values = Float64Array.from({ length: 400 }, (_, at) => (Math.floor(at / 20) === at % 20 ? 1 / (1 + (at % 20)) ** 2 : 0));
    const found = jointSelection({ modules: ids(20), samples: ids(20), values }, cost, cost);
    if ('error' in found) throw new Error(found.error);
    expect(Math.abs(found.measuredGain / found.independentGain - 1)).toBeGreaterThan(0.1);
    expect(found.assumptions[0]).toContain('independently');
  });

  it('counts the parameters of modules, where they are known', () => {
    const sizes = [1, 2, 3, 4, 90];
    const values = Float64Array.from(sizes.flatMap((size) => new Array<number>(5).fill(size === 90 ? 10 : 10 * size)));
    const found = jointSelection({ modules: ids(5), samples: ids(5), values, sizes }, cost, cost);
    if ('error' in found) throw new Error(found.error);
    expect(found.modules).toEqual(ids(4));
    expect(found.k).toBeCloseTo(0.1, 12);
    expect(found.q).toBe(1);
    expect(found.measuredGain).toBeCloseTo((100 / 110) / ((1 + 4 * 0.1) / 5), 12);
  });

  it('names an influence that is no finite number', () => {
    const values = new Float64Array(9).fill(1);
    values[5] = NaN;
    expect(jointSelection({ modules: ids(3), samples: ['a', 'b', 'c'], values }, cost, cost)).toEqual({ error: 'The influence of sample c on s1 is NaN: leave out samples without finite, positive ones.' });
  });

  it('needs a margin to fit to', () => {
    expect(jointSelection({ modules: ids(2), samples: ids(2), values: new Float64Array(4).fill(1) }, cost, cost)).toEqual({ error: expect.stringContaining('At least 3') });
  });
});
