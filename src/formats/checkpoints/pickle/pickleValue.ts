/**
 * What a pickle can stand for here. Dicts are Maps, so that no key can reach a prototype; lists and tuples are arrays.
 * Values may contain themselves.
 */
export type PickleValue =
  | null | boolean | number | bigint | string | Uint8Array
  | PickleValue[] | Map<PickleValue, PickleValue> | Set<PickleValue>
  | PickleGlobal | Opaque | TensorStorage | PickledTensor | PickledArray;

/** The name of a class or function. It is never looked up anywhere but in the list of constructors. */
export class PickleGlobal {
  readonly module: string;
  readonly name: string;
  readonly path: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
    this.path = `${module}.${name}`;
  }
}

/** An object of a class that is not known here: what it would be made from, and nothing made of it. */
export class Opaque {
  readonly type: PickleValue;
  readonly args: PickleValue;
  /** What BUILD gives it, its attributes as a rule. */
  state: PickleValue = null;
  /** What was put into it, where it is a dict of a class of its own. */
  entries?: Map<PickleValue, PickleValue>;
  /** What was appended to it, where it is a list of a class of its own. */
  items?: PickleValue[];

  constructor(type: PickleValue, args: PickleValue) {
    this.type = type;
    this.args = args;
  }

  /** Module and name of its class, where the pickle names one. */
  get path(): string {
    return this.type instanceof PickleGlobal ? this.type.path : '';
  }
}

/** A storage of PyTorch that stands outside the pickle. */
export interface StorageAddress {
  readonly key: string;
  /** Number type of its class; '' for bytes without a type. */
  readonly type: string;
  /** Numbers in it, or bytes where it has no type. */
  readonly elements: number;
}

export class TensorStorage implements StorageAddress {
  readonly key: string;
  readonly type: string;
  readonly elements: number;
  /** Where it begins inside the storage of that key, in numbers (views of the oldest files). */
  readonly start: number;
  /** Its bytes, in the legacy form of torch.save, where it stands in the pickle itself. */
  readonly embedded?: Uint8Array;

  constructor(address: StorageAddress, start = 0, embedded?: Uint8Array) {
    this.key = address.key;
    this.type = address.type;
    this.elements = address.elements;
    this.start = start;
    this.embedded = embedded;
  }
}

/** A view of a storage: element (i, j) stands at offset + i·strides[0] + j·strides[1], in numbers. */
export class PickledTensor {
  readonly storage: TensorStorage;
  readonly type: string;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** The values are those of the storage with the other sign. */
  readonly negated: boolean;

  constructor(view: Pick<PickledTensor, 'storage' | 'type' | 'offset' | 'shape' | 'strides'> & { readonly negated?: boolean }) {
    this.storage = view.storage;
    this.type = view.type;
    this.offset = view.offset;
    this.shape = view.shape;
    this.strides = view.strides;
    this.negated = view.negated ?? false;
  }
}

/** An array of numpy, whose numbers stand in the pickle itself. */
export class PickledArray {
  /** Of numpy: '<f4'; '' until its state is known. */
  type = '';
  shape: readonly number[] = [];
  /** Columns first. */
  fortran = false;
  bytes: Uint8Array = new Uint8Array(0);
}
