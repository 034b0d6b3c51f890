import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wasmForEsbuild } from '../../../scripts/wasm.mjs';
import type { KernelPool } from '../../../src/engine/kernelPool';
import { startKernelPool } from '../../../src/engine/kernelThread';
import { spectrumOf } from '../../../src/numerics/kernels/spectrumOf';
import { mulberry } from '../random';

const folder = mkdtempSync(join(tmpdir(), 'plateau-kernels-'));
let pool: KernelPool;
const outfile = join(folder, 'kernelWorker.cjs');

beforeAll(async () => {
  await build({ entryPoints: ['src/engine/kernelWorker.ts'], bundle: true, platform: 'node', format: 'cjs', target: 'es2022', plugins: [wasmForEsbuild()], outfile });
  pool = startKernelPool(outfile, 2);
});

afterAll(() => {
  pool.dispose();
  rmSync(folder, { recursive: true });
});

const next = mulberry(3);
const randomMatrix = (rows: number, columns: number) => ({ values: Float32Array.from({ length: rows * columns }, () => next() - 0.5), rows, columns });

describe('a pool of kernel threads', () => {
  it('gives the same spectra as this thread, in the order of asking', async () => {
    const matrices = [randomMatrix(40, 60), randomMatrix(60, 40), randomMatrix(3, 3), randomMatrix(1, 7)];
    const results = await Promise.all(matrices.map((matrix) => pool.run('spectrum', matrix)));
    expect(results).toEqual(matrices.map(({ values, rows, columns }) => spectrumOf(values, rows, columns)));
  });

  it('moves what it is told to move', async () => {
    const { values, rows, columns } = randomMatrix(10, 10);
    await pool.run('spectrum', { values, rows, columns }, { transfer: [values.buffer] });
    expect(values).toHaveLength(0);
  });

  it('gives an unanalysable matrix as a value, a wrong call as a rejection', async () => {
    expect(await pool.run('spectrum', { values: Float32Array.of(NaN), rows: 1, columns: 1 })).toHaveProperty('error');
    await expect(pool.run('spectrum', { values: new Float32Array(3), rows: 2, columns: 2 })).rejects.toThrow('2 × 2');
  });

  it('says its sentences by the translations that it is given', async () => {
    const french = startKernelPool(outfile, 1, { 'There is no tail to fit: none of {0} is positive and finite.': 'Aucune queue parmi {0}.', values: 'valeurs' });
    try {
      const { fitting } = await french.run('gradientTail', { over: 'coordinates', label: '', values: new Float64Array(3) });
      expect(fitting).toEqual({ error: 'Aucune queue parmi 3 valeurs.' });
    } finally {
      french.dispose();
    }
  });

  it('cancels in the midst of a computation', async () => {
    const abort = new AbortController();
    const result = pool.run('spectrum', randomMatrix(1500, 1500), { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(result).rejects.toThrow('enough');
    expect(await pool.run('spectrum', randomMatrix(4, 4))).toHaveProperty('eigenvalues');
  });
});
