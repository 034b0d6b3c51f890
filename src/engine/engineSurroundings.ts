import type { Crew } from './crew';
import type { Files } from './files';
import type { KernelPool } from './kernelPool';
import type { EngineEvents } from './protocol';
import type { SpectraCache } from './spectra/spectraCache';

/** What the engine needs of its surroundings. */
export interface EngineSurroundings {
  readonly files: Files;
  /** Who reads and judges, so that the engine has time to answer. */
  readonly crew: Crew;
  /** Who computes spectra; started at first use. */
  pool(): KernelPool;
  readonly cache: SpectraCache;
  /** Milliseconds since 1970. */
  now(): number;
  tell<E extends keyof EngineEvents>(event: E, argument: Parameters<EngineEvents[E]>[0]): void;
}
