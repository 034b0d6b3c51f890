import type { Source } from '../model/source';

/** The first `size` bytes of a source, or fewer where it has become shorter. */
export async function readWhole(source: Source, size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const piece = await source.read(at, Math.min(pieceLength, size - at));
    if (piece.length === 0) break;
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.subarray(0, at);
}

const pieceLength = 4 << 20;
