import { parentPort } from 'node:worker_threads';
import type { Port } from '../model/rpc';
import { Rpc } from '../model/rpc';
import { Engine } from './engine';
import { nodeFiles } from './nodeFiles';
import type { EngineApi, EngineEvents } from './protocol';

/** The engine in a thread of its own, so that reading and fitting never hold up the editor. */
function serve(port: Port): void {
  const engine = new Engine({
    files: nodeFiles,
    now: () => Date.now(),
    tell: (event, argument) => void rpc.call(event, argument),
  });
  const rpc = new Rpc<EngineEvents, EngineApi>(port, engine.handlers);
}

if (parentPort) {
  const channel = parentPort;
  serve({
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.on('message', listener);
      return () => channel.off('message', listener);
    },
  });
}
