import { numpyConstructors } from './numpyConstructors';
import type { PickleConstructor } from './pickleConstructor';
import { Opaque, PickledTensor, PickleGlobal } from './pickleValue';
import type { PickleValue } from './pickleValue';
import { torchConstructors } from './torchConstructors';

/**
 * What calling a class or function of that name gives, for the closed list of those that only hold data; undefined
 * for every other name.
 */
export function construct(callee: PickleGlobal, args: readonly PickleValue[]): PickleValue | undefined {
  return constructors.get(callee.path)?.(args);
}

export function isConstructor(callee: PickleGlobal): boolean {
  return constructors.has(callee.path);
}

const plainConstructors: Readonly<Record<string, PickleConstructor>> = {
  'collections.OrderedDict': ([pairs]) => dictOf(pairs),
  'collections.defaultdict': () => new Map(),
  'collections.Counter': ([pairs]) => dictOf(pairs),
  'collections.deque': ([items]) => listOf(items),
  'builtins.dict': ([pairs]) => dictOf(pairs),
  'builtins.list': ([items]) => listOf(items),
  'builtins.tuple': ([items]) => listOf(items),
  'builtins.set': ([items]) => setOf(items),
  'builtins.frozenset': ([items]) => setOf(items),
  'builtins.bytearray': ([bytes]) => bytesOf(bytes ?? new Uint8Array(0)),
  '__builtin__.set': ([items]) => setOf(items),
  '__builtin__.frozenset': ([items]) => setOf(items),
  '_codecs.encode': ([text, encoding]) => (encoding === 'latin1' ? bytesOf(text) : undefined),
  'pathlib.PosixPath': (parts) => (parts.every(isText) ? parts.join('/') : undefined),
  'pathlib.WindowsPath': (parts) => (parts.every(isText) ? parts.join('\\') : undefined),
  'copyreg._reconstructor': reconstruct,
  'copy_reg._reconstructor': reconstruct,
  'torch._tensor._rebuild_from_type_v2': rebuildSubclass,
};

const constructors: ReadonlyMap<string, PickleConstructor> = new Map(Object.entries({ ...plainConstructors, ...torchConstructors, ...numpyConstructors }));

/** Old-style objects: class, base class and what the base class holds. */
function reconstruct([type, , content]: readonly PickleValue[]): PickleValue {
  const made = type instanceof PickleGlobal ? construct(type, []) : undefined;
  if (made !== undefined) return made;
  const object = new Opaque(type ?? null, []);
  if (content instanceof Map) object.entries = content;
  else if (Array.isArray(content)) object.items = content;
  return object;
}

/** A tensor of a class of its own, by the function that makes the plain tensor of it. */
function rebuildSubclass([rebuild, , args]: readonly PickleValue[]): PickleValue | undefined {
  if (!(rebuild instanceof PickleGlobal) || !Array.isArray(args) || rebuild.name === '_rebuild_from_type_v2') return undefined;
  const made = construct(rebuild, args);
  return made instanceof PickledTensor ? made : undefined;
}

function dictOf(pairs: PickleValue | undefined): Map<PickleValue, PickleValue> | undefined {
  if (pairs === undefined) return new Map();
  if (pairs instanceof Map) return new Map(pairs);
  if (!Array.isArray(pairs)) return undefined;
  return new Map(pairs.filter((pair): pair is PickleValue[] => Array.isArray(pair) && pair.length === 2).map(([key, value]) => [key, value]));
}

function isText(value: PickleValue): value is string {
  return typeof value === 'string';
}

function listOf(items: PickleValue | undefined): PickleValue[] | undefined {
  if (items === undefined) return [];
  return Array.isArray(items) ? [...items] : undefined;
}

function setOf(items: PickleValue | undefined): Set<PickleValue> | undefined {
  if (items === undefined) return new Set();
  return Array.isArray(items) || items instanceof Set ? new Set(items) : undefined;
}

function bytesOf(text: PickleValue): Uint8Array | undefined {
  if (text instanceof Uint8Array) return text;
  return typeof text === 'string' ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : undefined;
}
