/** What a kernel thread is told when it is started. */
export interface KernelStart {
  /** Translations of what is said to people, by the English text; what is missing is said in English. */
  readonly phrases: Readonly<Record<string, string>>;
}

/** What a pool says to a kernel thread: one task at a time. */
export interface TaskMessage {
  readonly task: string;
  readonly argument: unknown;
}

/** What a kernel thread says of the task that it was given. */
export type TaskNews =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: string };

/** A thread that takes tasks: what a pool needs of it. */
export interface KernelThread {
  /** Buffers in `transfer` are moved, not copied. */
  post(message: TaskMessage, transfer: readonly ArrayBuffer[]): void;
  listen(listener: (news: TaskNews) => void): void;
  /** Resolves with the reason when the thread is there no more. */
  readonly ended: Promise<string>;
  /** Ends it at once, also in the midst of a task. */
  end(): void;
}
