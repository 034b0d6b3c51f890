import { expect, it } from 'vitest';
import { allowRelaxedSimd } from '../../../src/engine/relaxedSimd';
import { gram } from '../../../src/numerics/kernels/gram';
import { isFused } from '../../../src/numerics/kernels/kernelModule';

it('lets kernels multiply and add in one instruction, to the same products', () => {
  allowRelaxedSimd();
  expect(isFused()).toBe(true);
  const rows = [[1, 2, 3, 4, 5], [-2, 0.5, 0, 1, 7], [3, 3, -1, 2, 0.25]];
  const product = gram(Float64Array.from(rows.flat()), 3, 5);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) expect(product[i * 3 + j]).toBe(rows[i].reduce((sum, value, k) => sum + value * rows[j][k], 0));
  }
});
