import { Inflate } from 'fflate';
import type { Source } from '../../../model/source';
import { bytesSource } from '../bytesSource';
import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { zipEntrySource } from './readZipEntry';
import type { ZipEntry } from './zipEntry';

/** What the first bytes of a deflated entry inflate to: enough for a header, whatever the size of the entry. */
export async function inflateHead(source: Source, entry: ZipEntry): Promise<Source | Failure> {
  const packed = await zipEntrySource(source, { ...entry, method: 0, size: entry.compressedSize });
  if (isFailure(packed)) return packed;
  const bytes = inflateStart(await packed.read(0, packedBytes));
  return bytes ? bytesSource(entry.name, bytes) : { error: `The archive's entry ${JSON.stringify(entry.name)} cannot be decompressed; copy or save the file again.` };
}

/** The header of an array takes at most 64 KiB, and deflate makes almost nothing longer than it was. */
const packedBytes = 66_000;

function inflateStart(packed: Uint8Array): Uint8Array | undefined {
  let start: Uint8Array | undefined;
  try {
    new Inflate((chunk) => { start ??= chunk; }).push(packed);
  } catch {
    return undefined;
  }
  return start;
}
