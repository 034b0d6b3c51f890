import { float16 } from '../smallFloats';

/** The float16 at byte `at`. */
export function half(view: DataView, at: number): number {
  return float16()[view.getUint16(at, true)];
}
