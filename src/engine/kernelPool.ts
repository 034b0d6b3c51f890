import type { KernelThread, TaskNews } from './kernelMessages';
import type { KernelTasks } from './kernelTasks';

type TaskArgument<N extends keyof KernelTasks> = Parameters<KernelTasks[N]>[0];
type TaskResult<N extends keyof KernelTasks> = Awaited<ReturnType<KernelTasks[N]>>;

export interface TaskOptions {
  /** Takes the task from the queue, or ends the thread that works on it; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears of progress, from 0 to 1, from tasks that report it. */
  readonly progress?: (fraction: number) => void;
  /** Buffers in the argument that are moved to the thread instead of copied: the caller has them no more. */
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Threads for numerical work. They are started when there are tasks for them, take one task each, in the order of
 * asking, and end when they have had nothing to do for a while. A task whose thread dies is rejected; the next one gets
 * a new thread.
 */
export class KernelPool {
  readonly #start: () => KernelThread;
  readonly #idleMilliseconds: number;
  readonly #waiting: Task[] = [];
  readonly #members = new Set<Member>();
  #disposed = false;

  /** At most `size` threads. */
  constructor(start: () => KernelThread, readonly size: number, idleMilliseconds = 10_000) {
    this.#start = start;
    this.#idleMilliseconds = idleMilliseconds;
  }

  /** Runs one of the `kernelTasks` in a thread. What it throws reaches the caller as a rejection with its message. */
  run<N extends keyof KernelTasks & string>(name: N, argument: TaskArgument<N>, options: TaskOptions = {}): Promise<TaskResult<N>> {
    if (this.#disposed) return Promise.reject(new Error(`${name} was asked of a pool that is closed.`));
    if (options.signal?.aborted) return Promise.reject(options.signal.reason as Error);
    return new Promise<TaskResult<N>>((resolve, reject) => {
      const cancel = (): void => this.#cancel(task);
      const settled = (): void => options.signal?.removeEventListener('abort', cancel);
      const task: Task = {
        name, argument, options,
        resolve: (value) => { settled(); resolve(value as TaskResult<N>); },
        reject: (error) => { settled(); reject(error); },
      };
      options.signal?.addEventListener('abort', cancel);
      this.#waiting.push(task);
      this.#assign();
    });
  }

  /** Ends every thread and rejects what is not done. */
  dispose(): void {
    this.#disposed = true;
    const closed = new Error('The pool was closed.');
    for (const task of this.#waiting.splice(0)) task.reject(closed);
    for (const member of this.#members) {
      member.end();
      member.task?.reject(closed);
    }
    this.#members.clear();
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const member = [...this.#members].find(({ task }) => task === undefined) ?? this.#enlist();
      if (!member) return;
      const [task] = this.#waiting.splice(0, 1);
      try {
        member.take(task);
      } catch (error) { // an argument that cannot be sent
        member.task = undefined;
        task.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #enlist(): Member | undefined {
    if (this.#members.size >= this.size) return undefined;
    const member = new Member(this.#start(), this.#idleMilliseconds);
    this.#members.add(member);
    member.onFree = () => this.#assign();
    member.onGone = () => {
      this.#members.delete(member);
      if (!this.#disposed) this.#assign();
    };
    return member;
  }

  #cancel(task: Task): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    else [...this.#members].find((member) => member.task === task)?.end();
    task.reject(task.options.signal?.reason as Error);
  }
}

interface Task {
  readonly name: string;
  readonly argument: unknown;
  readonly options: TaskOptions;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The pool's end of one thread. */
class Member {
  task: Task | undefined;
  onFree: () => void = () => undefined;
  onGone: () => void = () => undefined;
  readonly #thread: KernelThread;
  readonly #idleMilliseconds: number;
  #leave: NodeJS.Timeout | undefined;

  constructor(thread: KernelThread, idleMilliseconds: number) {
    this.#thread = thread;
    this.#idleMilliseconds = idleMilliseconds;
    thread.listen((news) => this.#hear(news));
    void thread.ended.then((reason) => this.#died(reason));
  }

  take(task: Task): void {
    clearTimeout(this.#leave);
    this.task = task;
    this.#thread.post({ task: task.name, argument: task.argument }, task.options.transfer ?? []);
  }

  end(): void {
    clearTimeout(this.#leave);
    this.#thread.end();
    this.onGone();
  }

  #hear(news: TaskNews): void {
    const task = this.task;
    if (!task) return;
    if (news.kind === 'progress') {
      task.options.progress?.(news.fraction);
      return;
    }
    this.task = undefined;
    this.#leave = setTimeout(() => this.end(), this.#idleMilliseconds).unref();
    if (news.kind === 'done') task.resolve(news.value);
    else task.reject(new Error(news.error));
    this.onFree();
  }

  #died(reason: string): void {
    clearTimeout(this.#leave);
    this.task?.reject(new Error(`A computing thread ended unexpectedly (${reason}).`));
    this.onGone();
  }
}
