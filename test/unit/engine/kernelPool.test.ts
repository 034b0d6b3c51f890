import { describe, expect, it, vi } from 'vitest';
import type { KernelThread, TaskMessage, TaskNews } from '../../../src/engine/kernelMessages';
import { KernelPool } from '../../../src/engine/kernelPool';

/** A thread that does nothing by itself: the test says what it says. */
class StillThread implements KernelThread {
  readonly received: TaskMessage[] = [];
  isEnded = false;
  say: (news: TaskNews) => void = () => undefined;
  die: (reason: string) => void = () => undefined;
  readonly ended = new Promise<string>((resolve) => { this.die = resolve; });
  post(message: TaskMessage): void { this.received.push(message); }
  listen(listener: (news: TaskNews) => void): void { this.say = listener; }
  end(): void {
    this.isEnded = true;
    this.die('exit code 1');
  }
}

function poolOf(size: number, idleMilliseconds?: number) {
  const threads: StillThread[] = [];
  const pool = new KernelPool(() => {
    threads.push(new StillThread());
    return threads[threads.length - 1];
  }, size, idleMilliseconds);
  return { pool, threads };
}

const matrix = { values: new Float32Array(1), rows: 1, columns: 1 };
const done: TaskNews = { kind: 'done', value: { error: 'nothing' } };

describe('KernelPool', () => {
  it('starts threads at first use, at most so many, and gives waiting tasks to those that are free', async () => {
    const { pool, threads } = poolOf(2);
    expect(threads).toHaveLength(0);
    const results = [1, 2, 3].map(() => pool.run('spectrum', matrix));
    expect(threads.map(({ received }) => received.length)).toEqual([1, 1]);
    threads[1].say(done);
    expect(threads.map(({ received }) => received.length)).toEqual([1, 2]);
    threads[0].say(done);
    threads[1].say(done);
    expect(await Promise.all(results)).toHaveLength(3);
    pool.dispose();
  });

  it('passes progress on', async () => {
    const { pool, threads } = poolOf(1);
    const progress = vi.fn();
    const result = pool.run('spectrum', matrix, { progress });
    threads[0].say({ kind: 'progress', fraction: 0.5 });
    threads[0].say(done);
    await result;
    expect(progress.mock.calls).toEqual([[0.5]]);
    pool.dispose();
  });

  it('rejects what fails with its message, and goes on', async () => {
    const { pool, threads } = poolOf(1);
    const failing = pool.run('spectrum', matrix);
    const following = pool.run('spectrum', matrix);
    threads[0].say({ kind: 'failed', error: 'No memory.' });
    await expect(failing).rejects.toThrow('No memory.');
    threads[0].say(done);
    await following;
    expect(threads).toHaveLength(1);
    pool.dispose();
  });

  it('rejects the task of a thread that dies, and starts another for the next', async () => {
    const { pool, threads } = poolOf(1);
    const dying = pool.run('spectrum', matrix);
    const following = pool.run('spectrum', matrix);
    threads[0].die('out of memory');
    await expect(dying).rejects.toThrow('A computing thread ended unexpectedly (out of memory).');
    threads[1].say(done);
    await following;
    pool.dispose();
  });

  it('takes a cancelled task from the queue and leaves the others alone', async () => {
    const { pool, threads } = poolOf(1);
    const abort = new AbortController();
    const first = pool.run('spectrum', matrix);
    const second = pool.run('spectrum', matrix, { signal: abort.signal });
    abort.abort(new Error('not wanted any more'));
    await expect(second).rejects.toThrow('not wanted any more');
    expect(threads[0].isEnded).toBe(false);
    threads[0].say(done);
    await first;
    expect(threads[0].received).toHaveLength(1);
    pool.dispose();
  });

  it('ends the thread of a cancelled task and starts another for the next', async () => {
    const { pool, threads } = poolOf(1);
    const abort = new AbortController();
    const first = pool.run('spectrum', matrix, { signal: abort.signal });
    const second = pool.run('spectrum', matrix);
    abort.abort(new Error('not wanted any more'));
    await expect(first).rejects.toThrow('not wanted any more');
    expect(threads.map(({ isEnded }) => isEnded)).toEqual([true, false]);
    threads[1].say(done);
    await second;
    pool.dispose();
  });

  it('does not take a task that was cancelled before', async () => {
    const { pool, threads } = poolOf(1);
    await expect(pool.run('spectrum', matrix, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
    expect(threads).toHaveLength(0);
  });

  it('ends a thread that has had nothing to do for a while', async () => {
    vi.useFakeTimers();
    try {
      const { pool, threads } = poolOf(1, 500);
      const result = pool.run('spectrum', matrix);
      vi.advanceTimersByTime(10_000);
      expect(threads[0].isEnded).toBe(false);
      threads[0].say(done);
      await result;
      vi.advanceTimersByTime(499);
      expect(threads[0].isEnded).toBe(false);
      vi.advanceTimersByTime(1);
      expect(threads[0].isEnded).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('rejects what is not done when it is closed', async () => {
    const { pool, threads } = poolOf(1);
    const results = [pool.run('spectrum', matrix), pool.run('spectrum', matrix)];
    pool.dispose();
    for (const result of await Promise.allSettled(results)) expect(result).toMatchObject({ status: 'rejected', reason: { message: 'The pool was closed.' } });
    expect(threads).toHaveLength(1);
    await expect(pool.run('spectrum', matrix)).rejects.toThrow('closed');
  });
});
