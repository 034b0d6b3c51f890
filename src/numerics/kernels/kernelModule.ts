import plain from './assembly/index.wasm';
import relaxed from './assembly/index.relaxed.wasm';
import type { WasmMemory, WasmModule } from './webAssembly';
import { webAssembly } from './webAssembly';

/** Addresses and sizes are in bytes of the memory that the kernels were instantiated with. */
export interface Kernels {
  packSingles(from: number, rows: number, depth: number, rowBytes: number, columnBytes: number, scale: number, to: number): void;
  packDoubles(from: number, rows: number, depth: number, rowBytes: number, columnBytes: number, scale: number, to: number): void;
  rankUpdate(left: number, right: number, depth: number, c: number, stride: number, from: number, to: number): void;
  tridiagonalWork(size: number): number;
  tridiagonalise(a: number, stride: number, size: number, diagonal: number, offDiagonal: number, work: number): void;
  tridiagonalEigenvalues(diagonal: number, offDiagonal: number, size: number): number;
}

/** Whether this engine multiplies and adds in one instruction (relaxed SIMD). */
export const fused = webAssembly.validate(relaxed);

let compiled: WasmModule | undefined;

/** The kernels over a memory of the caller's; compiled at first use, for the best instructions that the engine has. */
export function instantiateKernels(memory: WasmMemory): Kernels {
  compiled ??= new webAssembly.Module(fused ? relaxed : plain);
  return new webAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}
