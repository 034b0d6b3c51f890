/** One side of an interface between two threads: each call takes one argument and answers later. */
export type Api = { readonly [method: string]: (argument: never) => unknown };

export type Argument<A extends Api, M extends keyof A> = Parameters<A[M]>[0];
export type Reply<A extends Api, M extends keyof A> = Awaited<ReturnType<A[M]>>;
/** What serves an interface: the same calls, answered now or later. */
export type Handlers<A extends Api> = { [M in keyof A]: (argument: Argument<A, M>) => Reply<A, M> | Promise<Reply<A, M>> };

/** Where messages go and come from: a worker's port, a webview, or the other end in the same thread. */
export interface Port {
  post(message: unknown): void;
  /** Returns what stops listening. */
  listen(listener: (message: unknown) => void): () => void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: string };

/**
 * Calls the other side of a port and answers its calls. An error that a handler throws reaches the caller as a
 * rejection with its message; disposing rejects what is still waiting.
 */
export class Rpc<Remote extends Api, Local extends Api> {
  readonly #port: Port;
  readonly #handlers: Handlers<Local>;
  readonly #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  readonly #stop: () => void;
  #lastId = 0;
  #disposed = false;

  constructor(port: Port, handlers: Handlers<Local>) {
    this.#port = port;
    this.#handlers = handlers;
    this.#stop = port.listen((message) => this.#receive(message as Message));
  }

  call<M extends keyof Remote & string>(method: M, argument: Argument<Remote, M>): Promise<Reply<Remote, M>> {
    if (this.#disposed) return Promise.reject(new Error(`${method} was called after the connection was closed.`));
    const id = ++this.#lastId;
    return new Promise<Reply<Remote, M>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.post({ kind: 'call', id, method, argument } satisfies Message);
    });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#stop();
    for (const { reject } of this.#waiting.values()) reject(new Error('The connection was closed.'));
    this.#waiting.clear();
  }

  #receive(message: Message): void {
    if (message.kind === 'call') {
      void this.#answer(message.id, message.method, message.argument);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'reply') waiting?.resolve(message.value as never);
    else waiting?.reject(new Error(message.error));
  }

  async #answer(id: number, method: string, argument: unknown): Promise<void> {
    const reply = await this.#handle(method, argument).then(
      (value): Message => ({ kind: 'reply', id, value }),
      (error: unknown): Message => ({ kind: 'failure', id, error: error instanceof Error ? error.message : String(error) }),
    );
    if (!this.#disposed) this.#port.post(reply);
  }

  async #handle(method: string, argument: unknown): Promise<unknown> {
    if (!Object.hasOwn(this.#handlers, method)) throw new Error(`There is no method ${method}.`);
    return (this.#handlers[method] as (argument: unknown) => unknown)(argument);
  }
}
