import type { Kernels } from './kernelModule';
import { instantiateKernels } from './kernelModule';
import type { WasmMemory } from './webAssembly';
import { webAssembly } from './webAssembly';

const pageBytes = 65_536;
/** Below this lie the few static values of the kernels. */
const reservedBytes = 1_024;
/** Memory up to this size is kept for the next task. */
const keptBytes = 64 * 1024 * 1024;

let kept: Arena | undefined;

/** Kernels with the memory that they work in, handed out from the bottom and all given back at once. */
export class Arena {
  readonly kernels: Kernels;
  readonly #memory: WasmMemory;
  #used = reservedBytes;

  private constructor(bytes: number) {
    this.#memory = new webAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    this.kernels = instantiateKernels(this.#memory);
  }

  /** Runs work that takes up to `bytes` of memory. @throws RangeError when there is no such memory. */
  static use<T>(bytes: number, work: (arena: Arena) => T): T {
    const wanted = bytes + reservedBytes + pageBytes; // a page for rounding up
    const arena = kept && kept.#memory.buffer.byteLength >= wanted ? kept : new Arena(wanted);
    kept = undefined;
    arena.#used = reservedBytes;
    try {
      return work(arena);
    } finally {
      if (arena.#memory.buffer.byteLength <= keptBytes) kept = arena;
    }
  }

  /** Address of `count` bytes, beginning at a line of the cache. What they hold is left from before. */
  take(count: number): number {
    const address = this.#used;
    this.#used = Math.ceil((address + count) / 64) * 64;
    if (this.#used > this.#memory.buffer.byteLength) throw new RangeError('The kernels were given less memory than they need.');
    return address;
  }

  /** Gives back, after some work, what it took. */
  borrow<T>(work: () => T): T {
    const used = this.#used;
    try {
      return work();
    } finally {
      this.#used = used;
    }
  }

  bytes(address: number, count: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, count);
  }

  doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, count);
  }

  singles(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }
}
