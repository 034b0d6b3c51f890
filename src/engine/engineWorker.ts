import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Port } from '../model/rpc';
import { Rpc } from '../model/rpc';
import { usePhrases } from '../model/say';
import type { CrewThread } from './crew';
import { Crew } from './crew';
import type { CrewApi } from './crewApi';
import { columnsIn, CrewMember } from './crewMember';
import { Engine } from './engine';
import type { KernelPool } from './kernelPool';
import { startKernelPool } from './kernelThread';
import { blockingFiles, nodeFiles } from './nodeFiles';
import type { EngineCalls, EngineEvents } from './protocol';
import { DiskCache } from './spectra/diskCache';
import { MemoryCache } from './spectra/spectraCache';

/** What the editor tells the engine's thread when it starts it. */
export interface EngineStart {
  /** Folder that outlives sessions. */
  readonly storage?: string;
  /** Translations of what is said of runs, by the English text; what is missing is said in English. */
  readonly phrases?: Readonly<Record<string, string>>;
}

/** What a thread of this file was started for. */
interface ThreadStart extends EngineStart {
  readonly role?: 'crew';
}

/** The engine in a thread of its own, so that reading and fitting never hold up the editor. */
function serveEngine(port: Port, storage: string | undefined): void {
  let pool: KernelPool | undefined;
  const engine = new Engine({
    files: nodeFiles,
    pool: () => (pool ??= startKernelPool(join(dirname(ownFile), 'kernelWorker.js'), spectraThreads, started.phrases)),
    cache: new MemoryCache(storage === undefined ? undefined : new DiskCache(join(storage, 'spectra'))),
    crew: new Crew(startMember, Math.min(mostMembers, Math.max(1, cpus().length))),
    now: () => Date.now(),
    tell: (event, argument) => void rpc.call(event, argument),
  });
  const rpc = new Rpc<EngineEvents, EngineCalls>(port, engine.handlers);
}

/** One that works for the engine: this file again, in another role. */
function startMember(): CrewThread {
  const worker = new Worker(ownFile, { name: 'plateau-crew', workerData: { role: 'crew', phrases: started.phrases } satisfies ThreadStart, resourceLimits: { maxYoungGenerationSizeMb: youngGeneration } });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => { resolve(error instanceof Error ? error.message : String(error)); });
    worker.once('exit', (code) => { resolve(`exit code ${code}`); });
  });
  return { port: portOf(worker), ended, end: () => void worker.terminate() };
}

function portOf(channel: Worker | MessagePort, moved: (message: unknown) => ArrayBuffer[] = () => []): Port {
  return {
    post: (message) => { channel.postMessage(message, moved(message)); },
    listen: (listener) => {
      channel.on('message', listener);
      return () => channel.off('message', listener);
    },
  };
}

const ownFile = fileURLToPath(import.meta.url);
const started = workerData as ThreadStart | null ?? {};
const mostMembers = 2;
/** A training on the same machine keeps the other cores. */
const spectraThreads = 2;
/** Megabytes. What analyzers throw away is small and plenty; more room for it only costs memory. */
const youngGeneration = 8;

if (parentPort) {
  usePhrases(started.phrases ?? {});
  if (started.role === 'crew') new Rpc<Record<string, never>, CrewApi>(portOf(parentPort, columnsIn), new CrewMember(blockingFiles).handlers);
  else serveEngine(portOf(parentPort), started.storage);
}
