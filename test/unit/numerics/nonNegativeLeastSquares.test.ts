import { describe, expect, it } from 'vitest';
import { nonNegativeLeastSquares } from '../../../src/numerics/nonNegativeLeastSquares';
import { cholesky, solveSymmetric } from '../../../src/numerics/solveSymmetric';

const ones = (n: number): number[] => new Array<number>(n).fill(1);

describe('non-negative least squares', () => {
  it('equals ordinary least squares when that is positive', () => {
    const x = [0, 1, 2, 3];
    const [a, b] = nonNegativeLeastSquares([ones(4), x], x.map((v) => 2 + 3 * v), ones(4));
    expect(a).toBeCloseTo(2, 10);
    expect(b).toBeCloseTo(3, 10);
  });

  it('holds a coefficient at zero that would be negative, unless it is free', () => {
    const x = [0, 1, 2, 3];
    const y = x.map((v) => 5 - v);
    expect(nonNegativeLeastSquares([ones(4), x], y, ones(4))).toEqual([expect.closeTo(3.5, 10), 0]);
    const free = nonNegativeLeastSquares([ones(4), x], y, ones(4), { free: [false, true] });
    expect(free[1]).toBeCloseTo(-1, 10);
  });

  it('satisfies the optimality conditions on random problems', () => {
    let seed = 7;
    const random = (): number => ((seed = (seed * 48271) % 2147483647) / 2147483647) - 0.5;
    for (let trial = 0; trial < 50; trial++) {
      const columns = Array.from({ length: 4 }, () => Array.from({ length: 12 }, random));
      const y = Array.from({ length: 12 }, random);
      const c = nonNegativeLeastSquares(columns, y, ones(12));
      const residual = y.map((v, i) => v - columns.reduce((sum, column, j) => sum + c[j] * column[i], 0));
      columns.forEach((column, j) => {
        const gradient = column.reduce((sum, v, i) => sum + v * residual[i], 0);
        expect(c[j]).toBeGreaterThanOrEqual(0);
        if (c[j] > 0) expect(Math.abs(gradient)).toBeLessThan(1e-9);
        else expect(gradient).toBeLessThan(1e-9);
      });
    }
  });
});

describe('solveSymmetric', () => {
  it('solves a positive-definite system', () => {
    const x = solveSymmetric([[4, 1], [1, 3]], [1, 2]);
    expect(x?.[0]).toBeCloseTo(1 / 11, 12);
    expect(x?.[1]).toBeCloseTo(7 / 11, 12);
  });

  it('refuses a singular matrix', () => {
    expect(cholesky([[1, 1], [1, 1]])).toBeUndefined();
  });
});
