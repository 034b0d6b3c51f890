import type { Hdf5File } from './hdf5File';
import { address, damagedHdf5, expectSignature } from './hdf5File';

/** A message of an object header: what an object is made of. */
export interface Message {
  readonly type: number;
  readonly view: DataView;
  /** The content stands elsewhere (a committed datatype). */
  readonly shared: boolean;
}

/** Types of messages that are looked at. */
export const messageTypes = {
  dataspace: 0x01, linkInfo: 0x02, datatype: 0x03, link: 0x06, layout: 0x08, filters: 0x0b, attribute: 0x0c, continuation: 0x10, symbolTable: 0x11,
} as const;

/** All messages of the object at an address. @throws Malformed */
export async function readObjectHeader(file: Hdf5File, at: number): Promise<readonly Message[]> {
  const start = await file.view(at, Math.min(32, file.size - file.base - at));
  const modern = start.getUint32(0, true) === 0x5244484f;
  return modern ? readModern(file, at, start) : readOld(file, at, start);
}

interface Block {
  readonly at: number;
  readonly length: number;
}

const mostBlocks = 1000;

async function readOld(file: Hdf5File, at: number, start: DataView): Promise<readonly Message[]> {
  if (start.byteLength < 16 || start.getUint8(0) !== 1) throw damagedHdf5();
  const messages: Message[] = [];
  const blocks: Block[] = [{ at: at + 16, length: start.getUint32(8, true) }];
  for (const block of blocks) {
    const view = await file.view(block.at, block.length);
    for (let next = 0; next + 8 <= view.byteLength;) {
      const length = view.getUint16(next + 2, true);
      const message = messageAt(view, { type: view.getUint16(next, true), flags: view.getUint8(next + 4), at: next + 8, length });
      collect(message, messages, blocks);
      next += 8 + length;
    }
  }
  return messages;
}

async function readModern(file: Hdf5File, at: number, start: DataView): Promise<readonly Message[]> {
  const flags = start.getUint8(5);
  const sizeAt = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const width = 1 << (flags & 3);
  const sizeView = await file.view(at + sizeAt, width);
  const size = width === 8 ? address(sizeView, 0) : width === 4 ? sizeView.getUint32(0, true) : width === 2 ? sizeView.getUint16(0, true) : sizeView.getUint8(0);
  const messages: Message[] = [];
  const blocks: Block[] = [{ at: at + sizeAt + width, length: size }];
  const head = 4 + (flags & 4 ? 2 : 0);
  for (const [index, block] of blocks.entries()) {
    const view = await modernBlock(file, block, index > 0);
    for (let next = 0; next + head <= view.byteLength;) {
      const length = view.getUint16(next + 1, true);
      const message = messageAt(view, { type: view.getUint8(next), flags: view.getUint8(next + 3), at: next + head, length });
      collect(message, messages, blocks);
      next += head + length;
    }
  }
  return messages;
}

/** Continued blocks begin with a signature and end with a checksum. */
async function modernBlock(file: Hdf5File, { at, length }: Block, continued: boolean): Promise<DataView> {
  const view = await file.view(at, length);
  if (!continued) return view;
  expectSignature(view, 'OCHK');
  return new DataView(view.buffer, 4, Math.max(0, length - 8));
}

function messageAt(view: DataView, { type, flags, at, length }: { type: number; flags: number; at: number; length: number }): Message {
  if (at + length > view.byteLength) throw damagedHdf5();
  return { type, shared: (flags & 2) !== 0, view: new DataView(view.buffer, view.byteOffset + at, length) };
}

function collect(message: Message, messages: Message[], blocks: Block[]): void {
  if (message.type !== messageTypes.continuation) messages.push(message);
  else if (message.view.byteLength < 16 || blocks.length >= mostBlocks) throw damagedHdf5();
  else blocks.push({ at: address(message.view, 0), length: address(message.view, 8) });
}
