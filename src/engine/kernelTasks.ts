import type { Matrix } from '../numerics/kernels/matrix';
import { spectrumOf } from '../numerics/kernels/spectrumOf';

/** Tells whoever waits for a task how much of it is done, from 0 to 1. */
export type ReportProgress = (fraction: number) => void;

/**
 * What a kernel thread can do. To add a task, add a line: a function of one argument, which is plain data, and, where
 * it takes long, of what it reports its progress to. The buffers of typed arrays in its result are moved to the caller.
 */
export const kernelTasks = {
  spectrum: ({ values, rows, columns }: Matrix) => spectrumOf(values, rows, columns),
};

export type KernelTasks = typeof kernelTasks;
