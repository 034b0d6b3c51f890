import type { KernelThread, TaskNews } from '../../../src/engine/kernelMessages';
import { KernelPool } from '../../../src/engine/kernelPool';
import { kernelTasks } from '../../../src/engine/kernelTasks';

/** A pool whose only thread is this one. */
export function poolHere(): KernelPool {
  return new KernelPool(threadHere, 1);
}

function threadHere(): KernelThread {
  let tell: (news: TaskNews) => void = () => undefined;
  return {
    post: ({ task, argument }) => {
      const work = kernelTasks[task as keyof typeof kernelTasks] as (argument: unknown, progress: (fraction: number) => void) => unknown;
      Promise.resolve().then(() => work(argument, (fraction) => { tell({ kind: 'progress', fraction }); })).then(
        (value) => { tell({ kind: 'done', value }); },
        (error: unknown) => { tell({ kind: 'failed', error: String(error) }); });
    },
    listen: (listener) => { tell = listener; },
    ended: new Promise(() => undefined),
    end: () => undefined,
  };
}
