import { Malformed } from '../malformed';
import type { Hdf5File } from './hdf5File';
import { address } from './hdf5File';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

export function isHdf5(head: Uint8Array): boolean {
  return signature.every((byte, i) => head[i] === byte);
}

/** Finds the superblock, sets the base of addresses and returns that of the root group's object header. @throws Malformed */
export async function readSuperblock(file: Hdf5File): Promise<number> {
  for (const start of [0, 512, 1024, 2048]) {
    if (start + 96 > file.size) break;
    const view = await file.view(start, 96);
    if (!isHdf5(new Uint8Array(view.buffer))) continue;
    file.base = start;
    return rootOf(view);
  }
  throw new Malformed('This is not an HDF5 file: its signature is missing. Save the model again.');
}

function rootOf(view: DataView): number {
  const version = view.getUint8(8);
  const old = version < 2;
  const [offsets, lengths] = old ? [view.getUint8(13), view.getUint8(14)] : [view.getUint8(9), view.getUint8(10)];
  if (version > 3 || offsets !== 8 || lengths !== 8) {
    throw new Malformed(`This HDF5 file has a superblock of version ${version} with ${offsets}-byte addresses; versions 0 to 3 with 8 bytes are read. Save it again with h5py.`);
  }
  // Behind four addresses stands the symbol table entry of the root group: the offset of its name, then the address.
  if (old) return address(view, (version === 1 ? 28 : 24) + 32 + 8);
  return address(view, 12 + 24);
}
