/**
 * Runs a task at most once per `milliseconds`, and only while the panel can be seen. Requests in between are one
 * request, made when its time has come.
 */
export function paced(task: () => void, milliseconds: number): () => void {
  let last = -Infinity;
  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = () => {
    timer = undefined;
    if (!wanted || document.visibilityState === 'hidden') return;
    wanted = false;
    last = performance.now();
    task();
  };
  const request = () => {
    wanted = true;
    timer ??= setTimeout(attempt, Math.max(0, last + milliseconds - performance.now()));
  };
  document.addEventListener('visibilitychange', () => { if (wanted) request(); });
  return request;
}

/**
 * Asks with the newest argument only: while an answer is awaited, later arguments replace each other. `answered` is
 * called with each answer and its argument.
 */
export function newestOnly<A, R>(ask: (argument: A) => Promise<R>, answered: (reply: R, argument: A) => void, failed: (error: unknown) => void): (argument: A) => void {
  let busy = false;
  let next: { readonly argument: A } | undefined;
  const start = (argument: A) => {
    busy = true;
    ask(argument).then((reply) => answered(reply, argument)).catch(failed).finally(() => {
      busy = false;
      const waiting = next;
      next = undefined;
      if (waiting) start(waiting.argument);
    });
  };
  return (argument) => {
    if (busy) next = { argument };
    else start(argument);
  };
}
