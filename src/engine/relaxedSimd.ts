import { setFlagsFromString } from 'node:v8';
import { isFused } from '../numerics/kernels/kernelModule';

/**
 * Lets the kernels multiply and add in one instruction where the engine has that only behind a flag, as Node 20 does; half the
 * time of a spectrum. The flag holds for the whole process: only for a process of our own, before its kernels are compiled.
 */
export function allowRelaxedSimd(): void {
  if (!isFused()) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
