/** What decides the speed of inference at batch 1, from the vendors' data sheets. */
export interface Gpu {
  readonly terabytesPerSecond: number;
  /** At FP16, without sparsity. */
  readonly teraflops: number;
}

/** The RTX 4090 as in the example of arXiv 2412.04315, which leaves its tensor cores out; the others with theirs. */
export const gpus = {
  'RTX 4090': { terabytesPerSecond: 1.01, teraflops: 82.58 },
  'A100 80GB': { terabytesPerSecond: 2.039, teraflops: 312 },
  'H100 SXM': { terabytesPerSecond: 3.35, teraflops: 989 },
  L40S: { terabytesPerSecond: 0.864, teraflops: 362 },
} as const satisfies Readonly<Record<string, Gpu>>;

export type GpuName = keyof typeof gpus;
