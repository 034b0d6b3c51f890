/** A safetensors file of float32 tensors, as bytes. */
export function safetensors(tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: ArrayLike<number> }>>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  const head = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(head.length), true);
  return Uint8Array.from([length, head, ...parts].flatMap((part) => [...part]));
}
