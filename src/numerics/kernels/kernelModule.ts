import plain from './assembly/index.wasm';
import relaxed from './assembly/index.relaxed.wasm';
import type { WasmMemory, WasmModule } from './webAssembly';
import { webAssembly } from './webAssembly';

type Pack = (from: number, rows: number, depth: number, rowBytes: number, columnBytes: number, scale: number, to: number) => void;
type RankUpdate = (left: number, right: number, depth: number, c: number, stride: number, from: number, to: number) => void;

/** Addresses and sizes are in bytes of the memory that the kernels were instantiated with; see the sources in assembly. */
export interface Kernels {
  readonly packSingles: Pack;
  readonly packDoubles: Pack;
  readonly packSinglesAsSingles: Pack;
  readonly packDoublesAsSingles: Pack;
  readonly rankUpdate: RankUpdate;
  readonly rankUpdateInSingles: RankUpdate;
  largestSingle(from: number, count: number): number;
  symmetricProducts(a: number, stride: number, size: number, x: number, y: number, count: number, spacing: number): void;
  tridiagonalWork(size: number): number;
  tridiagonalise(a: number, stride: number, size: number, last: number, until: number, diagonal: number, offDiagonal: number, work: number): number;
  tridiagonalEigenvalues(diagonal: number, offDiagonal: number, size: number): number;
  filterTrends(from: number, to: number, elapsed: number, kept: number, reach: number, departed: number, covariate: number, value: number, count: number): number;
  weighTrends(from: number, to: number, most: number): number;
  gatherTrends(from: number, to: number, unit: number, centre: number, into: number): void;
  mixTrends(from: number, to: number, kept: number, flowing: number, unit: number, moments: number): void;
  inner(x: number, y: number, size: number): number;
  addScaled(y: number, factor: number, x: number, size: number): void;
  scale(x: number, factor: number, size: number): void;
}

/** Whether this engine multiplies and adds in one instruction (relaxed SIMD). */
export function isFused(): boolean {
  return webAssembly.validate(relaxed);
}

let compiled: WasmModule | undefined;

/** The kernels over a memory of the caller's; compiled at first use, for the best instructions that the engine has. */
export function instantiateKernels(memory: WasmMemory): Kernels {
  compiled ??= new webAssembly.Module(isFused() ? relaxed : plain);
  return new webAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}
