import { Malformed } from '../malformed';
import { address } from './hdf5File';
import { messageTypes } from './objectHeader';
import type { Message } from './objectHeader';
import { numberTypeOf } from './datatype';
import type { Hdf5Number } from './datatype';

/** A dataset of numbers: its shape, its type and where its values stand. */
export interface Dataset extends Hdf5Number {
  readonly shape: readonly number[];
  readonly layout: Layout;
  /** Ids of the filters that were applied to chunks, in the order of writing. */
  readonly filters: readonly number[];
}

export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly at: number; readonly length: number }
  | { readonly kind: 'chunked'; readonly tree: number; readonly chunk: readonly number[] };

/** The dataset that messages describe; undefined where they describe none. @throws Malformed where it cannot be read. */
export function datasetOf(messages: readonly Message[]): Dataset | undefined {
  const found = (type: number): Message | undefined => messages.find((message) => message.type === type);
  const [space, datatype, layout] = [messageTypes.dataspace, messageTypes.datatype, messageTypes.layout].map(found);
  if (!space || !datatype || !layout) return undefined;
  const number = datatype.shared ? undefined : numberTypeOf(datatype.view);
  if (!number) throw new Malformed('its values are no plain numbers.');
  return { ...number, shape: shapeOf(space.view), layout: layoutOf(layout.view), filters: filtersOf(found(messageTypes.filters)?.view) };
}

export function shapeOf(view: DataView): readonly number[] {
  const version = view.getUint8(0);
  const rank = view.getUint8(1);
  const start = version === 1 ? 8 : 4;
  return Array.from({ length: rank }, (_, i) => address(view, start + 8 * i));
}

function layoutOf(view: DataView): Layout {
  const version = view.getUint8(0);
  const kind = view.getUint8(1);
  if (version !== 3 && !(version === 4 && kind < 2)) throw new Malformed('its values are laid out in a way that is not read here. Save it again with h5py’s default settings.');
  if (kind === 0) {
    const length = view.getUint16(2, true);
    return { kind: 'compact', bytes: new Uint8Array(view.buffer, view.byteOffset + 4, Math.min(length, view.byteLength - 4)) };
  }
  if (kind === 1) return { kind: 'contiguous', at: address(view, 2), length: address(view, 10) };
  // The last dimension of a chunk is the size of a number.
  const rank = view.getUint8(2) - 1;
  return { kind: 'chunked', tree: address(view, 3), chunk: Array.from({ length: rank }, (_, i) => view.getUint32(11 + 4 * i, true)) };
}

function filtersOf(view: DataView | undefined): readonly number[] {
  if (!view) return [];
  const old = view.getUint8(0) === 1;
  const filters: number[] = [];
  let at = old ? 8 : 2;
  for (let i = 0; i < view.getUint8(1); i++) {
    const id = view.getUint16(at, true);
    const named = old || id >= 256;
    const nameLength = named ? view.getUint16(at + 2, true) : 0;
    const values = view.getUint16(at + (named ? 6 : 4), true);
    at += (named ? 8 : 6) + nameLength + 4 * values + (old && values % 2 ? 4 : 0);
    filters.push(id);
  }
  return filters;
}
