import { Worker } from 'node:worker_threads';
import type { Port } from '../model/rpc';
import type { IDisposable } from './disposable';

/** A running engine: where to talk to it, and how its end is heard of. */
export interface EngineProcess extends IDisposable {
  readonly port: Port;
  /** Resolves with the reason when it has ended without being disposed. */
  readonly ended: Promise<string>;
}

/**
 * Starts the engine in a thread of its own; what is worth keeping it keeps in `storage`, and it speaks by `phrases`, translations by the
 * English text. What is posted before it listens is kept for it.
 */
export function startEngineWorker(file: string, storage: string, phrases: Readonly<Record<string, string>>): EngineProcess {
  const worker = new Worker(file, { name: 'plateau-engine', workerData: { storage, phrases } });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => resolve(`exit code ${code}`));
  });
  const port: Port = {
    post: (message) => worker.postMessage(message),
    listen(listener) {
      worker.on('message', listener);
      return () => worker.off('message', listener);
    },
  };
  return { port, ended, dispose: () => void worker.terminate() };
}
