import { parentPort, workerData } from 'node:worker_threads';
import { usePhrases } from '../model/say';
import type { ProgressListener } from '../numerics/kernels/progress';
import type { KernelStart, TaskMessage, TaskNews } from './kernelMessages';
import { kernelTasks } from './kernelTasks';

type AnyTask = (argument: unknown, report: ProgressListener) => unknown;

usePhrases((workerData as KernelStart).phrases);

/** A thread that does what a pool asks of it, one task after the other. */
parentPort?.on('message', ({ task, argument }: TaskMessage) => {
  const report: ProgressListener = (fraction) => tell({ kind: 'progress', fraction });
  void perform(task, argument, report).then(tell);
});

async function perform(task: string, argument: unknown, report: ProgressListener): Promise<TaskNews> {
  try {
    if (!Object.hasOwn(kernelTasks, task)) throw new Error(`There is no task ${task}.`);
    return { kind: 'done', value: await (kernelTasks[task as keyof typeof kernelTasks] as AnyTask)(argument, report) };
  } catch (error) {
    return { kind: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}

function tell(news: TaskNews): void {
  parentPort?.postMessage(news, news.kind === 'done' ? buffersIn(news.value) : []);
}

/** Buffers of the typed arrays in plain data; shared ones are not moved. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return [...found];
}
