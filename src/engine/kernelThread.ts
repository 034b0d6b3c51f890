import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KernelStart, KernelThread, TaskNews } from './kernelMessages';
import { KernelPool } from './kernelPool';

/** A pool of as many threads as there are cores, or fewer; `file` is the bundle of kernelWorker, `phrases` are the translations of what it says. */
export function startKernelPool(file: string, size = Infinity, phrases: KernelStart['phrases'] = {}): KernelPool {
  return new KernelPool(() => startKernelThread(file, { phrases }), Math.max(1, Math.min(size, availableParallelism())));
}

function startKernelThread(file: string, start: KernelStart): KernelThread {
  const worker = new Worker(file, { name: 'plateau-kernels', workerData: start });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => resolve(`exit code ${code}`));
  });
  // With work to do it keeps the process alive; without it does not, so that the command line can end.
  return {
    post: (message, transfer) => {
      worker.ref();
      worker.postMessage(message, transfer);
    },
    listen: (listener) => worker.on('message', (news: TaskNews) => {
      if (news.kind !== 'progress') worker.unref();
      listener(news);
    }),
    ended,
    end: () => void worker.terminate(),
  };
}
