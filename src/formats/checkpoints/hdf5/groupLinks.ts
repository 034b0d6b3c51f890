import { Malformed } from '../malformed';
import type { Hdf5File } from './hdf5File';
import { address, damagedHdf5, expectSignature } from './hdf5File';
import { messageTypes } from './objectHeader';
import type { Message } from './objectHeader';

/** Names of a group's members and the addresses of their object headers. Soft and external links are left out. */
export type Links = ReadonlyMap<string, number>;

/** Members of a group, or undefined when the messages are not those of a group. @throws Malformed */
export async function readLinks(file: Hdf5File, messages: readonly Message[]): Promise<Links | undefined> {
  const table = messages.find(({ type }) => type === messageTypes.symbolTable);
  if (table) return readSymbolTable(file, address(table.view, 0), address(table.view, 8));
  const info = messages.find(({ type }) => type === messageTypes.linkInfo);
  if (!info) return undefined;
  if (Number.isFinite(denseHeap(info.view))) throw new Malformed('This HDF5 file keeps its groups in the dense form of libver="latest", which is not read here. Save it again with h5py’s default settings.');
  return new Map(messages.filter(({ type }) => type === messageTypes.link).flatMap(({ view }) => readLink(view)));
}

/** Address of the heap with the links of a large group; undefined addresses are Infinity. */
function denseHeap(view: DataView): number {
  return address(view, view.getUint8(1) & 1 ? 10 : 2);
}

function readLink(view: DataView): [string, number][] {
  const flags = view.getUint8(1);
  let at = 2;
  const kind = flags & 8 ? view.getUint8(at++) : 0;
  if (flags & 4) at += 8;
  if (flags & 16) at++;
  const width = 1 << (flags & 3);
  const length = width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
  const name = textAt(view, at + width, length);
  return kind === 0 ? [[name, address(view, at + width + length)]] : [];
}

async function readSymbolTable(file: Hdf5File, tree: number, heap: number): Promise<Links> {
  const heapHeader = await file.view(heap, 32);
  expectSignature(heapHeader, 'HEAP');
  const names = await file.view(address(heapHeader, 24), address(heapHeader, 8));
  const links = new Map<string, number>();
  for (const node of await leavesOf(file, tree)) await readSymbols(file, node, names, links);
  return links;
}

/** Addresses of the symbol nodes under a version 1 B-tree. */
async function leavesOf(file: Hdf5File, root: number): Promise<readonly number[]> {
  let level = [root];
  for (let depth = 0; depth < deepestTree; depth++) {
    const children: number[] = [];
    let leaf = false;
    for (const at of level) {
      const head = await file.view(at, 24);
      expectSignature(head, 'TREE');
      const used = head.getUint16(6, true);
      leaf = head.getUint8(5) === 0;
      const entries = await file.view(at + 24, used * 16 + 8);
      for (let i = 0; i < used; i++) children.push(address(entries, i * 16 + 8));
    }
    if (leaf || children.length === 0) return children;
    level = children;
  }
  throw damagedHdf5();
}

const deepestTree = 8;

async function readSymbols(file: Hdf5File, node: number, names: DataView, links: Map<string, number>): Promise<void> {
  const head = await file.view(node, 8);
  expectSignature(head, 'SNOD');
  const count = head.getUint16(6, true);
  const entries = await file.view(node + 8, count * 40);
  for (let i = 0; i < count; i++) {
    const hard = entries.getUint32(i * 40 + 16, true) !== 2;
    const nameAt = address(entries, i * 40);
    if (!(nameAt < names.byteLength)) throw damagedHdf5();
    if (hard) links.set(textAt(names, nameAt, names.byteLength - nameAt), address(entries, i * 40 + 8));
  }
}

/** Text of at most `length` bytes, up to its end mark. */
export function textAt(view: DataView, at: number, length: number): string {
  if (at + length > view.byteLength) throw damagedHdf5();
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const utf8 = new TextDecoder();
