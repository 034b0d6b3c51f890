import { describe, expect, it } from 'vitest';
import type { KernelPool, TaskOptions } from '../../../src/engine/kernelPool';
import { kernelTasks } from '../../../src/engine/kernelTasks';
import { matrixSpectrum } from '../../../src/engine/matrixSpectrum';
import { spectrumOf } from '../../../src/numerics/kernels/spectrumOf';
import { mulberry } from '../random';

/** Does each task in this thread, at once. */
const poolHere = (size: number) => ({
  size,
  run: async (name: keyof typeof kernelTasks, argument: never, { progress }: TaskOptions) =>
    (kernelTasks[name] as (argument: never, progress: TaskOptions['progress']) => unknown)(argument, progress),
}) as unknown as KernelPool;

const next = mulberry(8);
const matrix = { values: Float64Array.from({ length: 70 * 90 }, () => next() - 0.5), rows: 70, columns: 90 };

describe('matrixSpectrum', () => {
  it.each([1, 2, 3, 50])('gives with %i threads what one gives', async (threads) => {
    const alone = spectrumOf(matrix.values, matrix.rows, matrix.columns);
    expect(await matrixSpectrum(poolHere(threads), matrix)).toEqual(alone);
    const estimated = { method: 'estimated', seed: 4 } as const;
    expect(await matrixSpectrum(poolHere(threads), matrix, estimated)).toEqual(spectrumOf(matrix.values, matrix.rows, matrix.columns, estimated));
  });

  it('reports progress that grows to the end', async () => {
    const fractions: number[] = [];
    await matrixSpectrum(poolHere(2), matrix, { progress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions[fractions.length - 1]).toBeCloseTo(1, 12);
  });

  it('says why there is no spectrum, and gives zeros for zeros', async () => {
    const values = new Float32Array(6);
    expect(await matrixSpectrum(poolHere(2), { values, rows: 2, columns: 3 })).toMatchObject({ eigenvalues: new Float64Array(2) });
    values[3] = NaN;
    expect(await matrixSpectrum(poolHere(2), { values, rows: 2, columns: 3 })).toHaveProperty('error');
  });
});
