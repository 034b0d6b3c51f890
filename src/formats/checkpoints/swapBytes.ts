/** Bytes of numbers of `width` bytes each, in the other order. */
export function swapBytes(bytes: Uint8Array, width: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length - (bytes.length % width));
  for (let start = 0; start < swapped.length; start += width) {
    for (let i = 0; i < width; i++) swapped[start + i] = bytes[start + width - 1 - i];
  }
  return swapped;
}
